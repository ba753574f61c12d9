/** Hands an address of our own origin to the browser's downloads: the system's dialog in the desktop app. */
export function download(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}

/** Saves bytes or text that are in memory as a file. `type`: a media type. */
export function downloadContent(content: Uint8Array | string, name: string, type: string): void {
  const part = typeof content === "string" ? content : new Uint8Array(content);
  const url = URL.createObjectURL(new Blob([part], { type }));
  download(url, name);
  // The download has its own hold on the bytes once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
