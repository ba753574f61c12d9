let context: CanvasRenderingContext2D | null = null;

/** Width in px of a text drawn in an element's font. */
export function textWidth(element: Element, text: string): number {
  context ??= document.createElement("canvas").getContext("2d");
  if (!context) return 0;
  const style = getComputedStyle(element);
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  return context.measureText(text).width;
}
