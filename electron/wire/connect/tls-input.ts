import { FailureError } from "../../../shared/model/failure.ts";
import type { LoadedFile } from "./tls-material.ts";

/** The bytes of a file; throws FailureError with why it could not be read. */
export function bytesOf(file: LoadedFile): Buffer {
  if (file.kind === "failed") throw new FailureError(file.failure);
  return file.bytes;
}

/** The file's name, for people. */
export function nameOf(file: LoadedFile): string {
  return file.kind === "read" ? file.name : "";
}

/** What `make` makes; whatever it throws becomes `unusable`. */
export function checked<T>(make: () => T, code: string, message: string, place: string): T {
  try {
    return make();
  } catch (cause) {
    throw unusable(code, message, place, undefined, cause);
  }
}

/** A setting or a file of TLS that does not do: `input`, phase `tls`. */
export function unusable(
  code: string,
  message: string,
  place: string,
  remedy = "Correct it in the TLS settings.",
  cause?: unknown,
): FailureError {
  return new FailureError({ kind: "input", code, message, phase: "tls", place, remedy }, { cause });
}

/** The code of what was thrown, "" where there is none. */
export function codeOf(thrown: unknown): string {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}
