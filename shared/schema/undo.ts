import * as v from "valibot";

/** `undo/<id>/item.json` in app data, version 1: where a deleted item came from. */
export const undoSchema = v.object({
  version: v.literal(1),
  collectionId: v.string(),
  path: v.string(),
  /** Epoch ms. */
  deletedAt: v.number(),
});

export type UndoEntry = v.InferOutput<typeof undoSchema>;
