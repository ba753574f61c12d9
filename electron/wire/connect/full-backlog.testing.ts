import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A port on 127.0.0.1 where connecting neither succeeds nor fails: its queue is full and nobody takes from it. */
export interface FullBacklog {
  readonly port: number;
  close(): Promise<void>;
}

const program = `
const server = require("node:net").createServer();
server.listen({ host: "127.0.0.1", port: 0, backlog: 1 }, () => {
  require("node:fs").writeSync(1, server.address().port + "\\n");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;

export async function openFullBacklog(): Promise<FullBacklog> {
  const child: ChildProcess = spawn(process.execPath, ["-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout ?? child, "data")) as [Buffer];
  const port = Number(line.toString());
  const fillers: Socket[] = [];
  // One more than fits stays open for good; how many fit is the kernel's to say.
  for (let at = 0; at < 4; at += 1) {
    const socket = connect({ host: "127.0.0.1", port });
    socket.on("error", () => undefined);
    fillers.push(socket);
    if (at < 2) await once(socket, "connect");
  }
  return {
    port,
    async close() {
      for (const socket of fillers) socket.destroy();
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}
