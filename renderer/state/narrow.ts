/** Up to this width the sidebar lies over the workspace. */
const query = typeof matchMedia === "undefined" ? null : matchMedia("(max-width: 900px)");

export const isNarrow = (): boolean => query?.matches ?? false;

/** Calls the listener when it changes. Gives what ends that. */
export function onNarrow(listener: () => void): () => void {
  query?.addEventListener("change", listener);
  return () => query?.removeEventListener("change", listener);
}
