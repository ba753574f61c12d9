import type { Hash } from "node:crypto";
import { lateCrypto } from "../../base/late.ts";
import type { BodySource } from "../send.ts";
import { fileChanged } from "./file.ts";
import { untilAborted } from "./until-aborted.ts";

export type DigestAlgorithm = "sha256" | "sha512" | "md5";

/** What one pass over a body tells. */
export interface Measured {
  /** Bytes. */
  readonly length: number;
  /** base64; null when none was asked for. */
  readonly digest: string | null;
}

/** Reads a body once, at constant memory. Rejects as the source does, and as cancelled in the turn the signal is aborted. */
export async function measure(
  body: BodySource,
  algorithm: DigestAlgorithm | null,
  signal: AbortSignal,
): Promise<Measured> {
  const hash = algorithm === null ? null : hashOf(algorithm);
  let length = 0;
  for await (const bytes of untilAborted(body, signal).open()) {
    length += bytes.length;
    hash?.update(bytes);
  }
  return { length, digest: hash?.digest("base64") ?? null };
}

/**
 * A body of which length and digest were promised: its last block is given only when both are still true. Otherwise the iteration rejects
 * with FailureError `body` (`file-changed`) and the other side sees that the body is not whole.
 */
export function promisedBody(
  body: BodySource,
  promised: Measured,
  algorithm: DigestAlgorithm | null,
): BodySource {
  return {
    length: promised.length,
    replayable: body.replayable,
    async *open() {
      const hash = algorithm === null ? null : hashOf(algorithm);
      let length = 0;
      let held: Uint8Array | null = null;
      for await (const bytes of body.open()) {
        length += bytes.length;
        hash?.update(bytes);
        if (held !== null) yield held;
        held = bytes;
      }
      const digest = hash?.digest("base64") ?? null;
      if (length !== promised.length || digest !== promised.digest) throw fileChanged("body");
      if (held !== null) yield held;
    },
  };
}

function hashOf(algorithm: DigestAlgorithm): Hash {
  return lateCrypto().createHash(algorithm);
}
