/**
 * Text from somebody's file as one line for a terminal: what would move its cursor or change its colours is shown as a picture of itself
 * (Unicode's Control Pictures), line breaks included, and what would turn the direction of writing around as its number.
 */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
  });
}
