import type { Rule } from "./rules.ts";

/** What a decoder reads next. */
export type DecodeState =
  | "start"
  | "head"
  | "length"
  | "chunk-size"
  | "chunk-data"
  | "chunk-end"
  | "trailers"
  | "rest"
  | "done";

/** What is missing when the other side closes in this state; null: nothing, or it is no matter of the framing. */
export function missingAt(
  state: DecodeState,
  { left, waiting }: { readonly left: number; readonly waiting: number },
): Rule | null {
  switch (state) {
    case "head":
      return "head-truncated";
    case "length":
      return left > 0 ? "body-truncated" : null;
    case "chunk-size":
      return waiting > 0 ? "chunk-size-truncated" : "last-chunk-missing";
    case "chunk-data":
    case "chunk-end":
      return "chunk-truncated";
    case "trailers":
      return "trailers-truncated";
    case "start":
    case "rest":
    case "done":
      return null;
  }
}
