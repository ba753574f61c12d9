import type { CodeBody, CodePiece } from "../../../shared/formats/code/code-request.ts";
import { bytesToBase64 } from "../../../shared/model/raw-bytes.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import type { BodySource } from "../../client/send.ts";

/** Bytes of a body that are worth writing into code. */
const mostBytes = 4 << 20;

/** What a body is made of. Rejects with `input` for one too large to stand in code, or that can be read only once. */
export async function codeBody(source: BodySource | null): Promise<CodeBody | null> {
  if (source === null) return null;
  if (source.made !== undefined) return source.made;
  if (!source.replayable || (source.length ?? 0) > mostBytes) throw tooLarge();
  const blocks: Uint8Array[] = [];
  let size = 0;
  for await (const block of source.open()) {
    blocks.push(block);
    size += block.length;
    if (size > mostBytes) throw tooLarge();
  }
  return { pieces: size === 0 ? [] : [pieceOf(Buffer.concat(blocks))], parts: null };
}

/** Text where the bytes are UTF-8 without a byte order mark. */
export function pieceOf(bytes: Uint8Array): CodePiece {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { kind: "text", text };
  } catch {
    return { kind: "base64", data: bytesToBase64(bytes) };
  }
}

function tooLarge(): FailureError {
  return new FailureError({
    kind: "input",
    code: "code-body",
    message: "The body is too large to stand in code, or can be read only once.",
    remedy: "Send it from a file.",
    phase: "prepare",
    place: "body",
  });
}
