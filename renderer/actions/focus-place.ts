/**
 * Gives the focus to the first control of a place, `data-focus` of its element, once the page has drawn what was just changed.
 * The text of a field is selected. A place that is not there is left alone.
 */
export function focusPlace(place: string, control = "input, button"): void {
  requestAnimationFrame(() => {
    const at = document.querySelector(`[data-focus="${place}"]`);
    const found = at?.matches(control) === true ? at : at?.querySelector(control);
    if (!(found instanceof HTMLElement)) return;
    found.focus();
    if (found instanceof HTMLInputElement) found.select();
  });
}
