import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { WebSocket } from "ws";
import { defaultSocketLimits, type OpenSocket } from "../electron/wire/websocket/socket.ts";
import { type BenchClient, openClient } from "./client.ts";
import { type Measure, type Ratio, sideBySide } from "./ratio.ts";

const rounds = 2_000;
const hello = Buffer.from("hi");

/** WebSocket beside npm's `ws`, both as clients of one server of `ws`, without compression. Envoi records every byte and every frame. */
export const webSocket: Measure = async () => {
  const worker = new Worker(fileURLToPath(new URL("websocket-side.js", import.meta.url)));
  const [port] = (await once(worker, "message")) as [number];
  const client = await openClient();
  const found: Ratio[] = [];
  const works = [
    [`${rounds} small messages of a WebSocket, there and back`, "/echo"],
    ["100 MB of a WebSocket, one way", "/pour"],
    ["100,000 small messages of a WebSocket, one way", "/small"],
  ] as const;
  for (const [name, path] of works) {
    const url = `ws://127.0.0.1:${port}${path}`;
    const times = await sideBySide(
      5,
      () => ours(client, url),
      () => theirs(url),
    );
    found.push({ name, ...times, unit: "ms", comparedWith: "npm's ws" });
  }
  await client.close();
  await worker.terminate();
  return found;
};

async function ours(client: BenchClient, url: string): Promise<void> {
  const echoes = url.endsWith("/echo");
  let open: OpenSocket | null = null;
  let came = 0;
  const go = (): void => {
    const done = came < rounds ? open?.send({ text: true, bytes: hello }) : open?.close(1000, "");
    // What ends it says so itself.
    done?.catch(() => undefined);
  };
  await client.send(url, {
    socket: {
      offer: { protocols: [], compress: false },
      limits: defaultSocketLimits,
      pingInterval: 0,
      timed: true,
      opened(socket) {
        open = socket;
        if (echoes) go();
      },
      received({ last }) {
        if (!last) return undefined;
        came += 1;
        if (echoes) go();
        return undefined;
      },
    },
  });
}

async function theirs(url: string): Promise<void> {
  const echoes = url.endsWith("/echo");
  const socket = new WebSocket(url, { perMessageDeflate: false });
  let came = 0;
  const go = (): void =>
    came < rounds ? socket.send(hello, { binary: false }) : socket.close(1000);
  if (echoes) socket.on("open", go);
  socket.on("message", () => {
    came += 1;
    if (echoes) go();
  });
  await once(socket, "close");
}
