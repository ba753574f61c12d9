import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultNetwork, type OwnNetwork } from "../../../shared/model/network/network.ts";
import type { TraceDetail } from "../../../shared/model/trace.ts";
import { systemClock } from "../../base/clock.ts";
import { openRecorder } from "../record/open-recorder.ts";
import type { Recorder } from "../record/recorder.ts";
import { type ScriptedServer, serve } from "../scripted-peer.testing.ts";
import type { ConnectContext, Target } from "./connector.ts";
import type { Pool } from "./pool.ts";
import { noMaterial } from "./tls-material.ts";
import { createRoute, type RouteOptions } from "./route.ts";

/** A folder, a record, the events so far, and what was opened: closed together. */
export interface ConnectBench {
  readonly home: string;
  readonly recorder: Recorder;
  readonly events: TraceDetail[];
  context(signal?: AbortSignal): ConnectContext;
  route(options?: Partial<RouteOptions>): Pool;
  server(...options: Parameters<typeof serve>): Promise<ScriptedServer>;
  /** Ends with the bench. */
  owned<T extends { close(): unknown }>(thing: T): T;
  close(): Promise<void>;
}

export async function openConnectBench(): Promise<ConnectBench> {
  const home = await mkdtemp(join(tmpdir(), "envoi-connect-"));
  const recorder = openRecorder({ folder: join(home, "x"), clock: systemClock });
  const events: TraceDetail[] = [];
  const things: { close(): unknown }[] = [];
  const owned = <T extends { close(): unknown }>(thing: T): T => {
    things.unshift(thing);
    return thing;
  };
  return {
    home,
    recorder,
    events,
    owned,
    context: (signal = new AbortController().signal) => ({
      recorder,
      hop: 0,
      signal,
      emit: (event) => void events.push(event),
    }),
    route: (options = {}) => owned(createRoute({ clock: systemClock, ...options })),
    server: async (script, options) => owned(await serve(script, options)),
    async close() {
      for (const thing of things.splice(0)) await thing.close();
      await recorder.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export function targetOf(
  port: number,
  network: OwnNetwork = {},
  rest: Partial<Omit<Target, "network">> = {},
): Target {
  return {
    scheme: "http",
    host: "127.0.0.1",
    port,
    verifyTls: true,
    proxy: null,
    material: noMaterial,
    ...rest,
    network: { ...defaultNetwork, ...network },
  };
}
