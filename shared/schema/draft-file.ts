import * as v from "valibot";

/** `drafts/<hash>.json` in app data, version 1: one unsaved edit. `sum` is the SHA-256 of `draft` as text. */
export const draftFileSchema = v.object({
  version: v.literal(1),
  sum: v.string(),
  /** JSON text of the draft, so that the checksum is over exact bytes. */
  draft: v.string(),
});

/** A draft as the contract has it. */
export const draftSchema = v.object({
  key: v.string(),
  ref: v.nullable(v.object({ collectionId: v.string(), path: v.string() })),
  target: v.picklist(["request", "defaults", "environment", "text"]),
  baseHash: v.nullable(v.string()),
  json: v.string(),
  updatedAt: v.number(),
});
