import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect, createServer } from "node:net";
import { delimiter, join } from "node:path";

/** Where a program lies: on the path, or where Debian puts servers; null: it is not installed. */
export function findProgram(name: string): string | null {
  if (name.startsWith("/")) return existsSync(name) ? name : null;
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** Whether a command ends with 0; true for none. */
export async function runsWell(
  command: { readonly program: string; readonly words: readonly string[] } | undefined,
): Promise<boolean> {
  if (command === undefined) return true;
  const child = spawn(command.program, command.words, { stdio: "ignore" });
  return await new Promise((resolve) => {
    child.once("error", () => resolve(false)).once("close", (code) => resolve(code === 0));
  });
}

/** A port nobody has now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

export interface Running {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a program and waits until it takes connections on `port`. Rejects with what it wrote when it ends before that. */
export async function startProgram(
  file: string,
  words: readonly string[],
  {
    port,
    folder,
    env = {},
  }: { readonly port: number; readonly folder: string; readonly env?: NodeJS.ProcessEnv },
): Promise<Running> {
  const child = spawn(file, words, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const hear = (bytes: Buffer): void => {
    said = (said + bytes.toString()).slice(-2000);
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const gone = once(child, "close").then(() => {
    throw new Error(said.trim().split("\n").at(-1) ?? "it ended at once");
  });
  try {
    await Promise.race([gone, accepting(port)]);
  } catch (thrown) {
    await stop(child);
    throw thrown;
  }
  gone.catch(() => undefined);
  return { port, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill("SIGTERM");
  const hard = setTimeout(() => child.kill("SIGKILL"), 3000);
  await closed;
  clearTimeout(hard);
}

/** A server says by taking a connection that it is there; there is no event for it in another process. */
async function accepting(port: number): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    const socket = connect(port, "127.0.0.1");
    const open = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it takes no connections");
}
