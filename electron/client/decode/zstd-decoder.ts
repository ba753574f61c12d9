import { Decompress } from "fzstd";
import { FailureError } from "../../../shared/model/failure.ts";
import { codingFailure, type Decoder } from "./decoder.ts";
import { createZstdCutter, type ZstdUnit } from "./zstd-frames.ts";

/** What libzstd itself accepts without being asked for more (ZSTD_WINDOWLOG_LIMIT_DEFAULT, 27). */
const windowLimit = 128 << 20;

/** Zstandard. Does not verify frame checksums. */
export function fzstdDecoder(): Decoder {
  const cutter = createZstdCutter();
  let frame: Decompress | null = null;
  let out: Uint8Array[] = [];

  function feed(unit: ZstdUnit): void {
    if (unit.kind === "header") {
      if (unit.window > windowLimit) throw windowFailure();
      // The library keeps what it is given: the cutter's buffer is its own for each push, so it may.
      frame = new Decompress((bytes) => out.push(bytes));
      frame.push(unit.bytes);
    } else {
      frame?.push(unit.bytes, unit.last);
      if (unit.last) frame = null;
    }
  }

  return {
    async push(bytes, sink) {
      try {
        for (const unit of cutter.push(bytes)) {
          feed(unit);
          const ready = out;
          out = [];
          for (const part of ready) if (part.length > 0) await sink(part.slice());
        }
      } catch (thrown) {
        if (thrown instanceof FailureError) throw thrown;
        throw codingFailure("zstd", false, thrown);
      }
    },
    async end() {
      if (!cutter.settled) throw codingFailure("zstd", true);
    },
    dispose() {
      frame = null;
      out = [];
    },
  };
}

function windowFailure(): FailureError {
  return new FailureError({
    kind: "body",
    code: "zstd-window",
    message: "The zstd body asks for more than 128 MiB of memory to be decoded.",
    remedy: "The bytes as they arrived are in the Wire view.",
    phase: "decode",
    place: "zstd",
  });
}
