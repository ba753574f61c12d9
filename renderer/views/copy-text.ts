/** Puts text on the clipboard. Resolves to how many characters went, null when there was nothing or it was refused. */
export async function copyText(
  text: string | (() => Promise<string | null>) | null,
): Promise<number | null> {
  try {
    const known = typeof text === "function" ? await text() : text;
    if (known === null) return null;
    await navigator.clipboard.writeText(known);
    return known.length;
  } catch {
    return null;
  }
}
