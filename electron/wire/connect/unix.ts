import { connect } from "node:net";
import { FailureError } from "../../../shared/model/failure.ts";
import { abortFailure } from "./abort.ts";
import { connectFailure } from "./connect-failure.ts";
import type { Connector } from "./connector.ts";
import { withinPhase } from "./phase-limit.ts";
import { connected } from "./tcp.ts";

/** Bytes of `sun_path` (unix(7)); libuv would cut a longer path and connect to another socket. */
const longestPath = process.platform === "linux" ? 107 : 103;

/**
 * Connector at the bottom: the unix socket (or `\\.\pipe\name` of Windows) of the settings. `@name` is a socket of Linux's abstract name
 * space. The host is neither resolved nor connected to; it stays what the request says.
 */
export const unix: Connector = async ({ network }, context) => {
  const { unixSocket: path } = network;
  checkLength(path);
  return await withinPhase("connect", network.connectTimeout, context, async ({ signal }) => {
    const address = path;
    context.emit({ kind: "connect-start", address, port: 0 });
    try {
      const socket = await connected(
        connect({ path: systemPath(path), allowHalfOpen: true }),
        signal,
      );
      context.emit({ kind: "connected", address, port: 0, localAddress: "", localPort: 0 });
      return { stream: socket, socket, socketPath: path, tls: null, taps: [] };
    } catch (thrown) {
      if (signal.aborted) throw abortFailure(signal, "connect");
      const { code = "unknown" } = thrown as NodeJS.ErrnoException;
      context.emit({ kind: "connect-failed", address, port: 0, code });
      if (code === "ECONNREFUSED" && path.startsWith("@") && padsNames()) throw padded();
      throw connectFailure(thrown, "socket");
    }
  });
};

/** libuv before 1.48, as in Node 20, gives the system an abstract name filled up with zeros, which is another name. */
function padsNames(): boolean {
  const [major = 0, minor = 0] = (process.versions["uv"] ?? "").split(".").map(Number);
  return major === 1 && minor < 48;
}

function padded(): FailureError {
  return new FailureError({
    kind: "connect",
    code: "abstract-name-padded",
    message:
      "Nothing listens on that socket by the name that this version of Node asks for: it is filled up with zeros, as Node's own servers have it and others do not.",
    phase: "connect",
    remedy: "Start Envoi with Node 22 or later, use the desktop app, or give the server a path.",
  });
}

function systemPath(path: string): string {
  return path.startsWith("@") ? `\0${path.slice(1)}` : path;
}

function checkLength(path: string): void {
  if (process.platform === "win32" || Buffer.byteLength(path) <= longestPath) return;
  throw new FailureError({
    kind: "input",
    code: "socket-path-length",
    message: `The path of a socket may have ${longestPath} bytes; this one is longer.`,
    phase: "connect",
    remedy: "Give a shorter path, for example through a symbolic link.",
    place: "network.unixSocket",
  });
}
