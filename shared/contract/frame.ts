import { type Failure, FailureError } from "../model/failure.ts";

/**
 * What crosses a link. Plain data only: every frame survives structured clone and JSON.
 * Ids are chosen by the client, count up from 1, and are never used twice on one link.
 */
export type ClientFrame =
  /** Begins a call, a stream or a topic. `credits`: items the reader has room for (0 for a call). */
  | {
      readonly kind: "open";
      readonly id: number;
      readonly operation: string;
      readonly input: unknown;
      readonly credits: number;
    }
  /** The reader has room for `count` more items. */
  | { readonly kind: "credit"; readonly id: number; readonly count: number }
  /** Please stop: the handler's signal aborts, what it still yields and its end are delivered. */
  | { readonly kind: "abort"; readonly id: number }
  /** The reader is gone: the handler's signal aborts and nothing more is sent for this id. */
  | { readonly kind: "cancel"; readonly id: number };

export type ServerFrame =
  | { readonly kind: "result"; readonly id: number; readonly value: unknown }
  /** `revision` for topics only: 0 for the snapshot, then one more each time. */
  | {
      readonly kind: "item";
      readonly id: number;
      readonly value: unknown;
      readonly revision?: number;
    }
  | { readonly kind: "end"; readonly id: number }
  /** id 0: a frame that could not be understood. */
  | { readonly kind: "failure"; readonly id: number; readonly failure: Failure };

export type Frame = ClientFrame | ServerFrame;

/** Longest frame as JSON text, in UTF-16 code units. Bodies never cross a link, so this is generous. */
export const maxFrameLength = 16 * 1024 * 1024;

/** Most items a reader may have room for at one time. */
export const maxCredits = 65_536;

/**
 * A frame as JSON text.
 * Throws FailureError `input/message-too-large` over `maxFrameLength`, `internal/message-not-data` when JSON cannot hold it.
 */
export function encodeFrame(frame: Frame): string {
  let text: string;
  try {
    text = JSON.stringify(frame);
  } catch (cause) {
    throw new FailureError(
      {
        kind: "internal",
        code: "message-not-data",
        message: "A message held something that is not data.",
      },
      { cause },
    );
  }
  if (text.length <= maxFrameLength) return text;
  throw new FailureError({
    kind: "input",
    code: "message-too-large",
    message: "This is too large to pass between the window and the main part of Envoi.",
    remedy: "Keep large data in a file and refer to the file.",
  });
}

/** The value in JSON text; undefined when it is not JSON or longer than `maxFrameLength`. Never throws. */
export function decodeFrame(text: string): unknown {
  if (text.length > maxFrameLength) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The client frame in an untrusted value, or null. */
export function readClientFrame(value: unknown): ClientFrame | null {
  const { kind, id, count, operation, credits, input } = fields(value);
  if (!isCount(id, 1)) return null;
  if (kind === "abort" || kind === "cancel") return { kind, id };
  if (kind === "credit") return isCount(count, 1, maxCredits) ? { kind, id, count } : null;
  if (kind !== "open" || typeof operation !== "string") return null;
  return isCount(credits, 0, maxCredits)
    ? { kind, id, operation, input: input ?? null, credits }
    : null;
}

/** The server frame in a value that came over a link, or null. */
export function readServerFrame(frame: unknown): ServerFrame | null {
  const { kind, id, value, revision, failure } = fields(frame);
  if (!isCount(id, 0)) return null;
  if (kind === "end") return { kind, id };
  if (kind === "result") return { kind, id, value };
  if (kind === "failure") return isFailure(failure) ? { kind, id, failure } : null;
  if (kind !== "item") return null;
  if (revision === undefined) return { kind, id, value };
  return isCount(revision, 0) ? { kind, id, value, revision } : null;
}

function fields(value: unknown): Readonly<Partial<Record<string, unknown>>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function isCount(value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): value is number {
  return (
    typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most
  );
}

function isFailure(value: unknown): value is Failure {
  const { kind, code, message } = fields(value);
  return typeof kind === "string" && typeof code === "string" && typeof message === "string";
}
