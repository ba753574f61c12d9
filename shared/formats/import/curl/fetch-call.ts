/** True for text that begins with a call of `fetch`, as browsers copy it. */
export function isFetch(text: string): boolean {
  return /^\s*(?:\/\/[^\n]*\n\s*)*(?:await\s+)?fetch\(\s*["']/.test(text);
}
