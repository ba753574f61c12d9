import * as v from "valibot";

/** `secrets/<collection id>.json` in app data, version 1: sealed values by environment and name. */
export const secretFileSchema = v.object({
  version: v.literal(1),
  /** Who sealed the values: another sealer cannot open them. */
  sealer: v.string(),
  /** Base64 of the sealed bytes. */
  values: v.array(v.object({ environment: v.string(), name: v.string(), sealed: v.string() })),
});

export type SecretFile = v.InferOutput<typeof secretFileSchema>;
