import { parentPort } from "node:worker_threads";
import { type WebSocket, WebSocketServer } from "ws";

/** The server of the measure `websocket`, in a thread of its own: `/echo`, `/pour` of 100 MB, `/small` of 100,000 messages. */
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
server.on("listening", () => {
  const address = server.address();
  parentPort?.postMessage(typeof address === "object" ? address?.port : 0);
});
server.on("connection", (socket, request) => {
  socket.on("message", (data, binary) => socket.send(data, { binary }));
  if (request.url === "/pour") pour(socket, Buffer.alloc(1 << 16), 1526);
  if (request.url === "/small") pour(socket, "x".repeat(32), 100_000);
});

/** In handfuls, each when the last was taken; then goodbye. */
function pour(socket: WebSocket, message: Buffer | string, count: number): void {
  let sent = 0;
  const more = (): void => {
    const until = Math.min(count, sent + 500);
    for (; sent < until; sent += 1)
      socket.send(message, sent === until - 1 && until < count ? more : undefined);
    if (sent === count) socket.close(1000);
  };
  more();
}
