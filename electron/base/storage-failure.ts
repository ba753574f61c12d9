import os from "node:os";
import { FailureError } from "../../shared/model/failure.ts";

const messages: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  ENOSPC: ["The disk is full.", "Free some space and save again."],
  EDQUOT: ["Your disk quota is used up.", "Free some space and save again."],
  EIO: ["The disk reported an error.", "Check the disk, or save to another place."],
  EROFS: ["The disk is read-only.", "Make it writable, or save to another place."],
  EACCES: [
    "Access to this file is not allowed.",
    "Check the permissions of the file and its folder.",
  ],
  EPERM: [
    "The system does not permit this change.",
    "Check the permissions of the file and its folder.",
  ],
  EBUSY: ["Another program is using this file.", "Close the other program and try again."],
  EMFILE: ["Too many files are open.", "Close some work and try again."],
  ENFILE: ["The system has too many files open.", "Close some programs and try again."],
  EXDEV: ["The file cannot be moved to another disk this way.", "Copy it instead."],
  ENOENT: ["This file or its folder is gone.", "Check whether it was moved or deleted."],
  EEXIST: ["There is something of this name already.", "Choose another name."],
  EISDIR: ["This is a folder, not a file.", "Choose another name."],
  ENOTDIR: ["Part of this path is a file, not a folder.", "Check the path."],
  ENOTEMPTY: ["The folder is not empty.", "Choose another name."],
  ENAMETOOLONG: ["This name is too long for the disk.", "Choose a shorter name."],
  ELOOP: ["Links lead in a circle here.", "Remove the link."],
  ETXTBSY: ["Another program is using this file.", "Close the other program and try again."],
};

/** The errno code of anything thrown ("ENOSPC"), or "". Codes libuv has no name for (EDQUOT) are named here. */
export function errorCode(error: unknown): string {
  const { code, errno } = (error ?? {}) as { code?: unknown; errno?: unknown };
  if (typeof code !== "string") return "";
  if (!code.startsWith("Unknown system error")) return code;
  const known = Object.entries(os.constants.errno).find(([, number]) => number === -Number(errno));
  return known?.[0] ?? "EUNKNOWN";
}

/**
 * An error of the file system as a FailureError: `not-found` for ENOENT, else `storage`; a FailureError passes unchanged.
 * `place` is a name or a path inside a collection.
 */
export function storageFailure(error: unknown, place: string): FailureError {
  if (error instanceof FailureError) return error;
  const code = errorCode(error) || "unexpected";
  const [message, remedy] = messages[code] ?? [
    "The file system refused this.",
    "Check the file and its folder.",
  ];
  const kind = code === "ENOENT" ? "not-found" : "storage";
  return new FailureError({ kind, code, message, remedy, place }, { cause: error });
}
