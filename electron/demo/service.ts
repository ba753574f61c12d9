import { join } from "node:path";
import type { DemoState } from "../../shared/contract/index.ts";
import { createCurrent, type Current } from "../base/current.ts";
import { writeSample } from "./sample.ts";
import { type DemoServer, startDemo } from "./server.ts";

/** The demo server and its sample collection, as the app offers them. */
export interface Demo {
  readonly state: Current<DemoState>;
  /** Starts the server unless it runs. */
  start(): Promise<DemoState>;
  stop(): Promise<DemoState>;
  /** Starts the server, writes the sample collection once, and gives its folder. */
  sample(): Promise<string>;
  close(): Promise<void>;
}

/** `dataFolder`: where the sample collection is written, as `Envoi demo/`. */
export function createDemo({ dataFolder }: { readonly dataFolder: string }): Demo {
  const state = createCurrent<DemoState>({ url: null });
  let server: Promise<DemoServer> | null = null;

  const start = async (): Promise<DemoServer> => {
    server ??= startDemo();
    try {
      const running = await server;
      if (state.get().url !== running.url) state.set({ url: running.url });
      return running;
    } catch (thrown) {
      server = null;
      throw thrown;
    }
  };
  const stop = async (): Promise<DemoState> => {
    const running = server;
    server = null;
    await (await running)?.close();
    if (state.get().url !== null) state.set({ url: null });
    return state.get();
  };
  return {
    state,
    start: async () => ({ url: (await start()).url }),
    stop,
    sample: async () => writeSample(join(dataFolder, "Envoi demo"), (await start()).url),
    close: async () => void (await stop()),
  };
}
