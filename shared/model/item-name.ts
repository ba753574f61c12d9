const reserved = new Set(["folder", "opencollection", "collection", "workspace"]);
const reservedFolders = new Set(["environments", "mocks", "node_modules"]);
/** UTF-8 bytes of a name without extension: leaves room for ` 2`, `.yml` and the temp file's suffix. */
const maxBytes = 120;

/**
 * The file name (without extension) made from a display name: the words as typed, less what some system cannot hold.
 * Same characters as Bruno's. Never empty.
 */
export function fileNameFor(name: string, kind: "request" | "folder" | "environment"): string {
  let base = name
    .normalize("NFC")
    .replace(/[<>:"/\\|?*\u0000-\u001f\u007f]|\p{Surrogate}/gu, "-")
    .replace(/^[\s.-]+/, "")
    .replace(/[\s.]+$/, "");
  base = shorten(base);
  const lower = base.toLowerCase();
  if (base === "")
    base = kind === "folder" ? "folder 1" : kind === "request" ? "request" : "environment";
  else if (isDeviceName(base)) base = base.replace(/^[^.]*/, "$&-1");
  else if (kind !== "environment" && reserved.has(lower)) base = `${base}-1`;
  else if (kind === "folder" && reservedFolders.has(lower)) base = `${base}-1`;
  return base;
}

const deviceName = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i;
const encoder = new TextEncoder();

/** True for the names Windows keeps for devices, with or without an extension. */
export function isDeviceName(name: string): boolean {
  return deviceName.test(name);
}

function shorten(base: string): string {
  let short = "";
  let bytes = 0;
  for (const character of base) {
    bytes += encoder.encode(character).length;
    if (bytes > maxBytes) break;
    short += character;
  }
  return short.replace(/[\s.]+$/, "");
}

/** What two names must not share in one folder: macOS and Windows ignore case, macOS ignores composition too. */
export function nameKey(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

/** `base` + extension, or `base 2`, `base 3` … when the folder has it. `taken`: names in the folder. */
export function freeName(base: string, extension: string, taken: Iterable<string>): string {
  const keys = new Set([...taken].map(nameKey));
  let name = `${base}${extension}`;
  for (let number = 2; keys.has(nameKey(name)); number += 1) name = `${base} ${number}${extension}`;
  return name;
}
