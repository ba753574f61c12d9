import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { FailureError } from "../../../../shared/model/failure.ts";

/** Where a body goes: a file, or standard output for "-". */
export interface Output {
  /** Waits for room. Rejects with FailureError `storage` when the bytes cannot be written. */
  write(bytes: Uint8Array | string): Promise<void>;
  close(): Promise<void>;
}

/** Opens the output; `wx`: only a new file, `a`: at its end. Rejects with FailureError `storage` when the file cannot be made. */
export async function openOutput(file: string, flags: "w" | "wx" | "a" = "w"): Promise<Output> {
  if (file === "-") return writer(process.stdout, () => Promise.resolve());
  const stream = createWriteStream(file, { flags });
  try {
    await once(stream, "open");
  } catch (cause) {
    throw cannotWrite(cause);
  }
  return writer(stream, async () => {
    stream.end();
    if (!stream.closed) await once(stream, "close");
  });
}

function writer(stream: NodeJS.WritableStream, close: () => Promise<void>): Output {
  let broken: unknown = null;
  const onError = (cause: unknown) => {
    broken ??= cause;
  };
  stream.on("error", onError);
  return {
    async write(bytes) {
      if (broken) throw cannotWrite(broken);
      if (stream.write(bytes)) return;
      // It rejects when the stream breaks; waiting for that apart would leave a listener behind each time.
      await once(stream, "drain").catch(onError);
      if (broken) throw cannotWrite(broken);
    },
    async close() {
      await close();
      stream.off("error", onError);
    },
  };
}

function cannotWrite(cause: unknown): FailureError {
  const code = (cause as NodeJS.ErrnoException).code ?? "write";
  return new FailureError(
    {
      kind: "storage",
      code,
      message: "The body could not be written.",
      remedy: "Check the place and the space given with --output.",
    },
    { cause },
  );
}
