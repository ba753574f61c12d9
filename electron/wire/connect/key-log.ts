import { closeSync, constants, openSync, writeSync } from "node:fs";

/** Where the secrets of TLS connections go, so that Wireshark can read a capture: the NSS key log format, one line a secret. */
export interface KeyLog {
  /** False: lines would go nowhere now. */
  wanted(): boolean;
  /** The system's code when the line could not be written, told once for each file; else null. */
  write(line: Buffer): string | null;
  close(): void;
}

/**
 * Appends to the file `name` gives at each handshake; "": nothing is written. The name comes from this machine (the app's settings, an
 * option, SSLKEYLOGFILE), never from a collection. The file is this user's alone (0600) when it is made here.
 */
export function createKeyLog(name: () => string): KeyLog {
  let open: { readonly name: string; readonly file: number | null } | null = null;
  const close = (): void => {
    if (open?.file != null) closeSync(open.file);
    open = null;
  };
  return {
    wanted: () => name() !== "",
    write(line) {
      const wanted = name();
      if (open?.name !== wanted) close();
      if (wanted === "") return null;
      try {
        open ??= { name: wanted, file: openSync(wanted, flags, 0o600) };
        // At once and whole: whoever captures wants the secret before the bytes it opens.
        if (open.file !== null) writeSync(open.file, line);
        return null;
      } catch (thrown) {
        close();
        open = { name: wanted, file: null };
        return (thrown as NodeJS.ErrnoException).code ?? "EIO";
      }
    },
    close,
  };
}

const flags = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY;
