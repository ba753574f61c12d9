import * as v from "valibot";

const folder = v.pipe(v.string(), v.minLength(1));

/** `places.json` in app data, version 1: the workspace that is open, and the places that were. */
export const placesSchema = v.object({
  version: v.literal(1),
  /** Folder of the open workspace; null: none. */
  workspace: v.nullable(folder),
  /** Folders of the collections that were open without a workspace when one was opened. */
  loose: v.array(folder),
  /** Latest first. */
  recent: v.array(
    v.object({
      kind: v.picklist(["collection", "workspace"]),
      folder,
      name: v.string(),
      /** Epoch ms. */
      openedAt: v.number(),
    }),
  ),
});

export type Places = v.InferOutput<typeof placesSchema>;
