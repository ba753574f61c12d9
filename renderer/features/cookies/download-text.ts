import { download } from "../response/save-body.ts";

/** Saves text as a file: the browser's download, or the system's dialog in the desktop app. */
export function downloadText(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  download(url, name);
  // The download has its own hold on the bytes once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
