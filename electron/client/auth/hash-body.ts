import { createHash } from "node:crypto";
import { FailureError } from "../../../shared/model/failure.ts";
import type { BodySource } from "../send.ts";

/**
 * The hash of a body in one pass over it, at constant memory; of nothing for null. `around` is hashed before and after. `most`: only so many
 * bytes. Rejects with FailureError `input` for a body that can be read only once: it could not be sent any more.
 */
export async function hashBody(
  body: BodySource | null,
  algorithm: string,
  options: {
    readonly around?: readonly [before: string, after: string];
    readonly most?: number;
  } = {},
): Promise<Buffer> {
  const hash = createHash(algorithm);
  const [before, after] = options.around ?? ["", ""];
  hash.update(before);
  if (body !== null) {
    if (!body.replayable) throw readOnce();
    let left = options.most ?? Number.POSITIVE_INFINITY;
    for await (const bytes of body.open()) {
      hash.update(left < bytes.length ? bytes.subarray(0, left) : bytes);
      left -= bytes.length;
      if (left <= 0) break;
    }
  }
  return hash.update(after).digest();
}

/** A whole body in memory. Rejects as `hashBody` does, and above `most` bytes. */
export async function bodyText(body: BodySource, most: number): Promise<string> {
  if (!body.replayable) throw readOnce();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of body.open()) {
    size += bytes.length;
    if (size > most)
      throw new FailureError({
        kind: "input",
        code: "auth-form-large",
        message: "The form is too large to be signed.",
        remedy: "Send it as another kind of body, which the signature does not cover.",
        phase: "prepare",
        place: "body",
      });
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString("utf8");
}

function readOnce(): FailureError {
  return new FailureError({
    kind: "input",
    code: "auth-body-once",
    message: "The signature covers the body, and this body can be read only once.",
    remedy:
      "Put it into a file, or leave the body out of the signature where the scheme allows it.",
    phase: "prepare",
    place: "body",
  });
}
