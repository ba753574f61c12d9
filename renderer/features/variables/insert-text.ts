/**
 * Replaces a range of an input as if it had been typed, so that the browser's own undo takes it back. React hears of it
 * through the input event the browser sends.
 */
export function insertText(
  element: HTMLInputElement | HTMLTextAreaElement,
  from: number,
  to: number,
  text: string,
): void {
  element.focus();
  element.setSelectionRange(from, to);
  // The one way to edit an input that keeps its undo history; nothing has replaced it.
  const done = document.execCommand("insertText", false, text);
  if (done) return;
  element.setRangeText(text, from, to, "end");
  element.dispatchEvent(new Event("input", { bubbles: true }));
}
