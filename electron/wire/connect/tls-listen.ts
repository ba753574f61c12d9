import type { TLSSocket } from "node:tls";
import type { ConnectContext } from "./connector.ts";
import type { HandshakeWatch } from "./handshake-watch.ts";
import type { KeyLog } from "./key-log.ts";

/** What a TLS socket tells by events while and after it shakes hands. */
export interface Heard {
  /** DER; null: the server stapled none. */
  staple(): Buffer | null;
  /** Listens to the secrets of the handshake from now on. */
  hearSecrets(): void;
  /** Gives every session from now on, and one that came before. */
  keepSession(keep: (session: Buffer) => void): void;
}

const unwritten = "The TLS secrets could not be written to the key log file";

/** Called right after `connect`, before anything could have happened. */
export function listen(
  secure: TLSSocket,
  watch: HandshakeWatch,
  keyLog: KeyLog | null,
  emit: ConnectContext["emit"],
): Heard {
  let staple: Buffer | null = null;
  let early: Buffer | null = null;
  let keep: ((session: Buffer) => void) | null = null;
  secure.once("OCSPResponse", (response: Buffer | null) => {
    staple = response;
  });
  // TLS 1.2 gives its session in the handshake, TLS 1.3 some time after it.
  secure.on("session", (session) => {
    if (keep === null) early = session;
    else keep(session);
  });
  return {
    staple: () => staple,
    hearSecrets() {
      secure.on("keylog", (line) => {
        watch.keyLine(line);
        const code = keyLog?.write(line) ?? null;
        if (code === null) return;
        emit({ kind: "note", code: "key-log", message: `${unwritten} (${code})` });
      });
    },
    keepSession(given) {
      keep = given;
      if (early !== null) given(early);
    },
  };
}
