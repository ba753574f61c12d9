import { basename } from "node:path";
import type { Failure } from "../../../../shared/model/failure.ts";
import { exitCodes } from "../exit-code.ts";
import { type Given, last } from "../options/parse.ts";

/** The options that name files for TLS, and curl's exit code for one that cannot be read. */
const tlsFiles = [
  ["cacert", exitCodes.authorities],
  ["ca-add", exitCodes.authorities],
  ["capath", exitCodes.authorities],
  ["proxy-cacert", exitCodes.authorities],
  ["proxy-capath", exitCodes.authorities],
  ["crlfile", exitCodes.revocationLists],
  ["proxy-crlfile", exitCodes.revocationLists],
  ["pinnedpubkey", exitCodes.pinnedKey],
  ["proxy-pinnedpubkey", exitCodes.pinnedKey],
] as const;

/** Which option named the file a failure of TLS is about; null: none of those. */
export function tlsFileOf(
  { kind, phase, place }: Failure,
  given: Given,
): { readonly option: string; readonly code: number } | null {
  if (phase !== "tls" || !/^(?:not-found|storage|input)$/.test(kind)) return null;
  const found = tlsFiles.find(([option]) => basename(last(given, option) ?? "") === place);
  return found === undefined ? null : { option: `--${found[0]}`, code: found[1] };
}

/** A failure about a file for TLS, said of the option that named it. */
export function byOption(failure: Failure | null, given: Given): Failure | null {
  const named = failure === null ? null : tlsFileOf(failure, given);
  if (failure === null || named === null) return failure;
  const { option } = named;
  const place = { place: option };
  if (failure.kind === "not-found")
    return { ...failure, ...place, message: `The file ${option} names is not there.` };
  return { ...failure, ...place, remedy: `Name another file with ${option}, or correct this one.` };
}
