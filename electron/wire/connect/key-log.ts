import { closeSync, constants, openSync, writeSync } from "node:fs";

/** Where the secrets of TLS connections go, so that Wireshark can read a capture: the NSS key log format, one line a secret. */
export interface KeyLog {
  write(line: Buffer): void;
  close(): void;
}

/**
 * Appends to the file `name` gives at each handshake; "": nothing is written. The name comes from this machine (the app's settings, an
 * option, SSLKEYLOGFILE), never from a collection. The file is this user's alone (0600) when it is made here. `failed` is told once for
 * each file that cannot be written; the exchange goes on.
 */
export function createKeyLog(name: () => string, failed: (code: string) => void): KeyLog {
  let open: { readonly name: string; readonly file: number | null } | null = null;
  const close = (): void => {
    if (open?.file != null) closeSync(open.file);
    open = null;
  };
  const fileOf = (wanted: string): number | null => {
    if (open?.name === wanted) return open.file;
    close();
    if (wanted === "") return null;
    const { O_APPEND, O_CREAT, O_WRONLY } = constants;
    try {
      open = { name: wanted, file: openSync(wanted, O_APPEND | O_CREAT | O_WRONLY, 0o600) };
    } catch (thrown) {
      open = { name: wanted, file: null };
      failed((thrown as NodeJS.ErrnoException).code ?? "EIO");
    }
    return open.file;
  };
  return {
    write(line) {
      const file = fileOf(name());
      if (file === null) return;
      try {
        // At once and whole: whoever captures wants the secret before the bytes it opens.
        writeSync(file, line);
      } catch (thrown) {
        closeSync(file);
        open = { name: name(), file: null };
        failed((thrown as NodeJS.ErrnoException).code ?? "EIO");
      }
    },
    close,
  };
}
