import { FailureError } from "../../shared/model/failure.ts";
import { isBypassed, isLoopback } from "../../shared/model/network/proxy-bypass.ts";
import { abortFailure } from "../wire/connect/abort.ts";
import type { ChooseProxy } from "../client/proxied.ts";
import { type Environment, environmentProxy } from "./environment.ts";
import type { Found } from "./found.ts";
import type { PacEvaluator, PacTarget } from "./pac.ts";
import type { PacFiles } from "./pac-file.ts";
import { readPacResult } from "./pac-result.ts";
import type { SystemSetting } from "./system-text.ts";

export interface ProxiesOptions {
  readonly environment: Environment;
  /** The host's own way to ask the system, where it has one: `PROXY a:1; DIRECT` for a URL. */
  readonly resolveSystem?: (url: string) => Promise<string>;
}

/** Turns the proxy setting into the ways for one request. Parts that few need are loaded when they are needed. */
export function createProxies({ environment, resolveSystem }: ProxiesOptions): ChooseProxy {
  let pac: { readonly files: PacFiles; readonly evaluator: PacEvaluator } | null = null;
  let systemSetting: (() => Promise<SystemSetting>) | null = null;

  async function byPac(source: string, target: PacTarget, signal: AbortSignal): Promise<Found> {
    if (pac === null) {
      const [{ createPacFiles }, { createPacEvaluator }] = await Promise.all([
        import("./pac-file.ts"),
        import("./pac.ts"),
      ]);
      pac ??= { files: createPacFiles(), evaluator: createPacEvaluator() };
    }
    const text = await pac.files.read(source, signal);
    return await pac.evaluator.evaluate(text, target, signal);
  }

  async function bySystem(target: PacTarget, signal: AbortSignal): Promise<Found> {
    // As browsers do: what is on this machine is never behind a proxy.
    if (isLoopback(target.host)) return { ways: [null], bypassed: true };
    if (resolveSystem !== undefined) {
      const origin = new URL(target.display).origin;
      return { ways: readPacResult(await resolveSystem(`${origin}/`)) ?? [null], bypassed: false };
    }
    if (systemSetting === null) {
      const { createSystemSetting } = await import("./system.ts");
      systemSetting ??= createSystemSetting(environment);
    }
    const setting = await systemSetting();
    switch (setting.kind) {
      case "none":
        return { ways: [null], bypassed: false };
      case "environment":
        return environmentProxy(environment, target);
      case "pac":
        return await byPac(setting.source, target, signal);
      case "manual": {
        if (isBypassed(setting.bypass, target.host, target.port))
          return { ways: [null], bypassed: true };
        const own = target.scheme === "https" ? setting.https : setting.http;
        return { ways: [own ?? setting.socks], bypassed: false };
      }
    }
  }

  return async ({ proxy }, target, signal) => {
    try {
      switch (proxy.kind) {
        case "none":
          return { ways: [null], bypassed: false, source: "setting" };
        case "server": {
          const bypassed = isBypassed(proxy.bypass, target.host, target.port);
          return { ways: [bypassed ? null : proxy.server], bypassed, source: "setting" };
        }
        case "environment":
          return { ...environmentProxy(environment, target), source: "environment" };
        case "system":
          return { ...(await bySystem(target, signal)), source: "system" };
        case "pac":
          return { ...(await byPac(proxy.source, target, signal)), source: "pac" };
      }
    } catch (thrown) {
      if (signal.aborted && !(thrown instanceof FailureError))
        throw abortFailure(signal, "prepare");
      throw thrown;
    }
  };
}
