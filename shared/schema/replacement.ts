import * as v from "valibot";

/** `replaced/<id>.json` in app data, version 1: what a replacement in many files began from. */
export const replacementSchema = v.object({
  version: v.literal(1),
  /** Epoch ms. */
  at: v.number(),
  /** What was looked for, and what stands in its place now. */
  text: v.string(),
  replacement: v.string(),
  /** Places it was replaced at. */
  matches: v.number(),
  files: v.array(
    v.object({
      /** Real path of the collection's folder, and the file's path in it. */
      root: v.string(),
      path: v.string(),
      before: v.string(),
      /** Places in this file. */
      matches: v.number(),
      /** SHA-256 (hex) of the file as the replacement leaves it. */
      hash: v.string(),
    }),
  ),
});

export type ReplacementRecord = v.InferOutput<typeof replacementSchema>;
