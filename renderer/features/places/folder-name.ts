/**
 * The folder name main will make of a collection's name, to show it beforehand: the words as typed, less what some system
 * cannot hold. Main has the last word (device names, names that are taken).
 */
export function folderNameOf(name: string): string {
  return name
    .normalize("NFC")
    .replace(/[<>:"/\\|?*\u0000-\u001f\u007f]|\p{Surrogate}/gu, "-")
    .replace(/^[\s.-]+/, "")
    .replace(/[\s.]+$/, "");
}
