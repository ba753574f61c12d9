import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { FailureError } from "../../../../shared/model/failure.ts";

/** Where a body goes: a file, or standard output for "-". */
export interface Output {
  /** Waits for room. Rejects with FailureError `storage` when the bytes cannot be written. */
  write(bytes: Uint8Array | string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the output; `wx`: only a new file, `a`: at its end. Rejects with FailureError `storage`, which names the `option` the file was given
 * with, when it cannot be made.
 */
export async function openOutput(
  file: string,
  flags: "w" | "wx" | "a" = "w",
  option = "--output",
): Promise<Output> {
  if (file === "-") return writer(process.stdout, option, () => Promise.resolve());
  const stream = createWriteStream(file, { flags });
  try {
    await once(stream, "open");
  } catch (cause) {
    throw cannotWrite(cause, option);
  }
  return writer(stream, option, async () => {
    stream.end();
    if (!stream.closed) await once(stream, "close");
  });
}

function writer(stream: NodeJS.WritableStream, option: string, close: () => Promise<void>): Output {
  let broken: unknown = null;
  const onError = (cause: unknown) => {
    broken ??= cause;
  };
  stream.on("error", onError);
  return {
    async write(bytes) {
      if (broken) throw cannotWrite(broken, option);
      if (stream.write(bytes)) return;
      // It rejects when the stream breaks; waiting for that apart would leave a listener behind each time.
      await once(stream, "drain").catch(onError);
      if (broken) throw cannotWrite(broken, option);
    },
    async close() {
      await close();
      stream.off("error", onError);
    },
  };
}

function cannotWrite(cause: unknown, option: string): FailureError {
  const code = (cause as NodeJS.ErrnoException).code ?? "write";
  return new FailureError(
    {
      kind: "storage",
      code,
      message:
        option === "--output"
          ? "The body could not be written."
          : `The file of ${option} could not be written.`,
      place: option,
      remedy: `Check the place and the space given with ${option}.`,
    },
    { cause },
  );
}
