import { type HandshakeBytes, takesSession } from "../handshake/read-handshake.ts";
import type { Channel } from "./connector.ts";

/** Bytes of a handshake that are looked at: one with 10,000 names in its certificate fits. */
const mostBytes = 1 << 20;

const wanted = "SERVER_HANDSHAKE_TRAFFIC_SECRET ";

/** Keeps the bytes of one handshake, as the tap below TLS saw them. */
export interface HandshakeWatch {
  /** A line of the key log (NSS format) of this connection. */
  keyLine(line: Buffer): void;
  /** Ends the watching. May be called again; gives the same. */
  stop(): HandshakeBytes;
}

/**
 * `channel` is the one TLS is about to use; without a tap at its top nothing is seen. `needsSecret`: called at most once, before TLS reads
 * the server's hello, when what follows it is encrypted and has certificates in it.
 */
export function watchHandshake(channel: Channel, needsSecret: (() => void) | null): HandshakeWatch {
  const tap = channel.taps.at(-1);
  const parts = { sent: [] as Uint8Array[], received: [] as Uint8Array[] };
  let size = 0;
  let serverSecret: Uint8Array | null = null;
  let bytes: HandshakeBytes | null = null;
  let undecided = needsSecret !== null;
  tap?.watch((direction, part) => {
    if (size > mostBytes) return;
    size += part.length;
    parts[direction].push(part);
    if (!undecided || direction === "sent") return;
    const taken = takesSession(joined(parts.received));
    if (taken === null) return;
    undecided = false;
    if (!taken) needsSecret?.();
  });
  return {
    keyLine(line) {
      if (line.toString("latin1", 0, wanted.length) !== wanted) return;
      const [, , secret] = line.toString("latin1").trim().split(" ");
      serverSecret = Buffer.from(secret ?? "", "hex");
    },
    stop() {
      if (bytes !== null) return bytes;
      tap?.watch(null);
      bytes = {
        sent: joined(parts.sent),
        received: joined(parts.received),
        serverSecret,
      };
      return bytes;
    },
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
}
