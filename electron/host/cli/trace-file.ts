import { readBytes, readSegments } from "../../wire/record/read-record.ts";
import { hexDump } from "./hex-dump.ts";
import { openOutput } from "./output.ts";

const page = 2048;

/** Writes the bytes of both directions in the order they passed, as curl --trace does. `file` "-" is standard output. */
export async function writeTrace(folder: string, file: string): Promise<void> {
  const output = await openOutput(file);
  try {
    for (let from = 0; ; from += page) {
      const segments = await readSegments(folder, "clear", from, page);
      for (const { direction, offset, length, at, hop } of segments) {
        const arrow = direction === "sent" ? "=> Sent" : "<= Received";
        await output.write(`${arrow} ${length} bytes at ${at.toFixed(3)} ms, hop ${hop + 1}\n`);
        let position = 0;
        for await (const bytes of readBytes(folder, "clear", offset, offset + length)) {
          await output.write(`${[...hexDump(bytes, position)].join("\n")}\n`);
          position += bytes.length;
        }
      }
      if (segments.length < page) return;
    }
  } finally {
    await output.close();
  }
}
