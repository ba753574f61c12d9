import { createHash } from "node:crypto";
import { realpath, rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { FailureError } from "../../shared/model/failure.ts";
import { errorCode } from "./storage-failure.ts";

/** The right to use a folder, until it is given back or this process ends in any way. */
export interface FolderLock {
  release(): Promise<void>;
}

/** Longest path of a Unix socket that every system takes, in bytes. */
const longestSocket = 100;

/**
 * Takes a folder for this process. It is held by listening on a socket, so a killed process leaves nothing that looks held.
 * Throws FailureError `storage/in-use` when another process has it.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const address = await addressOf(folder);
  const server = (await listen(address)) ?? (await takeOver(address));
  if (server === null) {
    throw new FailureError({
      kind: "storage",
      code: "in-use",
      message: "Envoi already runs with this data folder.",
      remedy: "Use the window that is open, close it first, or give another folder with --data.",
    });
  }
  server.unref();
  return {
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function addressOf(folder: string): Promise<string> {
  const real = await realpath(folder);
  const name = createHash("sha256").update(real).digest("hex").slice(0, 24);
  if (process.platform === "win32") return `\\\\.\\pipe\\envoi-${name}`;
  const inside = path.join(real, "lock");
  if (Buffer.byteLength(inside) <= longestSocket) return inside;
  return path.join(tmpdir(), `envoi-${name}.lock`);
}

/** null: the address is taken. */
function listen(address: string): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      if (errorCode(error) === "EADDRINUSE") resolve(null);
      else reject(error);
    });
    server.listen(address, () => resolve(server));
  });
}

/** A socket nobody listens on was left by a process that was killed. */
async function takeOver(address: string): Promise<Server | null> {
  if (await answers(address)) return null;
  await rm(address, { force: true });
  return listen(address);
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
