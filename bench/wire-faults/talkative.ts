import { once } from "node:events";
import { type WebSocket, WebSocketServer } from "ws";

/** A WebSocket server of npm's `ws`: `/echo`, `/once` closes with 1000 behind its first answer, `/pour?N` sends N messages and closes. */
export async function openTalkative(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = new WebSocketServer({
    host: "127.0.0.1",
    port: 0,
    perMessageDeflate: { threshold: 0 },
  });
  server.on("connection", (socket: WebSocket, request) => {
    const [path = "", query = ""] = (request.url ?? "").split("?");
    if (path === "/pour") pour(socket, Number(query));
    socket.on("message", (data, binary) => {
      socket.send(data, { binary });
      if (path === "/once") socket.close(1000);
    });
  });
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    async close() {
      for (const one of server.clients) one.terminate();
      server.close();
      await once(server, "close");
    },
  };
}

/** Of 100 bytes each, as they are; a thousand at a time. */
function pour(socket: WebSocket, count: number): void {
  const message = "0123456789".repeat(10);
  let sent = 0;
  const more = (): void => {
    for (let at = 0; at < 1000 && sent < count; at += 1, sent += 1)
      socket.send(message, { compress: false }, sent % 1000 === 999 ? more : undefined);
    if (sent === count) socket.close(1000);
  };
  more();
}
