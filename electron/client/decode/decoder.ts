import { FailureError } from "../../../shared/model/failure.ts";

/** Takes decoded bytes; awaited before more are made, so memory stays bounded. */
export type Sink = (bytes: Uint8Array) => Promise<void>;

/** Undoes one content coding, streaming. Rejects with FailureError `body`; what was decoded before went to the sink. */
export interface Decoder {
  push(bytes: Uint8Array, sink: Sink): Promise<void>;
  /** The encoded bytes are over: rejects when the coding is not. */
  end(sink: Sink): Promise<void>;
  dispose(): void;
}

export function codingFailure(coding: string, truncated: boolean, cause?: unknown): FailureError {
  return new FailureError(
    {
      kind: "body",
      code: truncated ? "content-coding-truncated" : "content-coding-invalid",
      message: truncated
        ? `The ${coding} body ends before it is complete.`
        : `The body says it is ${coding}, but it cannot be decoded as ${coding}.`,
      remedy: "The bytes as they arrived are in the Wire view.",
      phase: "decode",
      place: coding,
    },
    { cause },
  );
}
