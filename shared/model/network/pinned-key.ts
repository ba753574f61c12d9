/** Whether a pinned key is said by its hashes (`sha256//…`); else it is the path of a file. Empty is neither, and needs no file. Pure. */
export function isPinList(pinnedKey: string): boolean {
  return pinnedKey.startsWith("sha256//") || pinnedKey === "";
}
