import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { emptyRequest } from "../shared/model/request.ts";
import { createApp } from "../electron/app.ts";

/** Envoi without a window, with data of its own: what a press of Send costs in the app. */
export interface Envoi {
  /** Resolved, sent, streamed, kept in history, old ones removed. Rejects when the exchange failed. */
  exchange(url: string): Promise<void>;
  close(): Promise<void>;
}

export async function openEnvoi(): Promise<Envoi> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), "envoi-bench-"));
  const capabilities = {
    nativeDialogs: false,
    nativeMenu: false,
    systemTrash: false,
    keychain: false,
    windowChrome: false,
  };
  const app = await createApp({
    dataFolder,
    ports: { host: "loopback", version: "bench", capabilities },
  });
  const { signal } = new AbortController();
  return {
    async exchange(url) {
      const input = {
        request: { ...emptyRequest, url },
        collectionId: null,
        path: "",
        environment: null,
      };
      for await (const item of app.handlers["exchange.send"](input, signal)) {
        if (item.kind !== "end" || item.exchange.state === "done") continue;
        throw new Error(item.exchange.failure?.code ?? item.exchange.state);
      }
    },
    async close() {
      await app.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
