import * as v from "valibot";

/** `secrets/<collection id>.json` in app data, version 1: sealed values by environment and name. */
export const secretFileSchema = v.object({
  version: v.literal(1),
  values: v.array(
    v.object({
      environment: v.string(),
      name: v.string(),
      /** Who sealed it: the keychain and the key file cannot open each other's values, and keep them apart. */
      sealer: v.string(),
      /** Base64. */
      sealed: v.string(),
    }),
  ),
});

export type SecretFile = v.InferOutput<typeof secretFileSchema>;
