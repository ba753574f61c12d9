import { lookup } from "node:dns/promises";
import { networkInterfaces } from "node:os";
import { FailureError } from "../../shared/model/failure.ts";
import type { RequestUrl } from "../../shared/model/url.ts";
import { runInSandbox, type SandboxResult } from "../scripting/sandbox.ts";
import type { Found } from "./found.ts";
import { pacHelpers } from "./pac-helpers.ts";
import { readPacResult } from "./pac-result.ts";

/** ms and bytes for one question to a file. */
const limits = { time: 5_000, memory: 64 << 20 };
/** Answers that are kept, and for how long, ms: a page of requests asks once. The files may look at the clock. */
const mostAnswers = 200;
const fresh = 10_000;

export type PacTarget = Pick<RequestUrl, "scheme" | "host" | "port" | "display">;

/** Asks proxy auto-config files; the text is a stranger's and runs in the sandbox. */
export interface PacEvaluator {
  /** Rejects with FailureError `proxy`, or with the reason of the abort. */
  evaluate(text: string, target: PacTarget, signal: AbortSignal): Promise<Found>;
}

export function createPacEvaluator(): PacEvaluator {
  const answers = new Map<string, { readonly at: number; readonly found: Found }>();
  return {
    async evaluate(text, target, signal) {
      const url = pacUrl(target);
      const key = JSON.stringify([text, url]);
      const known = answers.get(key);
      if (known !== undefined && Date.now() - known.at < fresh) return known.found;
      const host = target.host.replace(/%.*$/, "");
      const result = await runInSandbox(
        {
          prelude: pacHelpers,
          source: text,
          expression: `String(FindProxyForURL(${JSON.stringify(url)}, ${JSON.stringify(host)}) ?? "")`,
          functions: {
            __dnsResolve: async (name = "") => {
              const found = await lookup(name, { all: true, verbatim: true });
              return found.map((one) => one.address).join(";");
            },
            __myIpAddress: async () => ownAddresses().join(";"),
          },
        },
        limits,
        signal,
      );
      const found = foundIn(result);
      answers.delete(key);
      answers.set(key, { at: Date.now(), found });
      for (const oldest of answers.keys()) {
        if (answers.size <= mostAnswers) break;
        answers.delete(oldest);
      }
      return found;
    },
  };
}

/** Without user, password and fragment; of https only the host, as browsers tell it: the rest is nobody's business. */
function pacUrl({ scheme, host, port, display }: PacTarget): string {
  const name = host.includes(":") ? `[${host.replace(/%.*$/, "")}]` : host;
  const usual = port === (scheme === "https" ? 443 : 80);
  const origin = `${scheme}://${name}${usual ? "" : `:${port}`}`;
  if (scheme === "https") return `${origin}/`;
  const path = /^[a-z]+:\/\/[^/?#]*([^#]*)/i.exec(display)?.[1] ?? "";
  return `${origin}${path.startsWith("/") ? path : `/${path}`}`;
}

function ownAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
  return all.filter(({ internal }) => !internal).map(({ address }) => address);
}

const sentences: Readonly<
  Record<Extract<SandboxResult, { kind: "failed" }>["why"], readonly [string, string]>
> = {
  time: ["pac-time", "The proxy auto-config file took too long."],
  memory: ["pac-memory", "The proxy auto-config file used too much memory."],
  depth: ["pac-depth", "The proxy auto-config file calls itself too deeply."],
  syntax: ["pac-syntax", "The proxy auto-config file is not JavaScript that can be read."],
  threw: ["pac-error", "The proxy auto-config file broke off with an error."],
  result: ["pac-result", "The proxy auto-config file gave no answer that can be used."],
};

function foundIn(result: SandboxResult): Found {
  if (result.kind === "failed") throw pacFailure(...sentences[result.why], result.line);
  const ways = readPacResult(result.value);
  if (ways === null) throw pacFailure(...sentences.result, null);
  return { ways, bypassed: false };
}

function pacFailure(code: string, message: string, line: number | null): FailureError {
  return new FailureError({
    kind: "proxy",
    code,
    message,
    phase: "prepare",
    remedy: "Correct the file, or choose another proxy in the network settings.",
    ...(line === null ? {} : { place: `line ${line}` }),
  });
}
