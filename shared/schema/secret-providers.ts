import * as v from "valibot";
import { bitwardenFields } from "../model/secret-provider.ts";

/** A word of a command: no line ends and no NUL, and short enough for every system. */
const word = v.pipe(v.string(), v.maxLength(8 * 1024), v.regex(/^[^\0\r\n]*$/));
/** Never taken for an option by the program that gets it. */
const named = v.pipe(word, v.regex(/^[^-\s]/));

export const secretProviderSchema = v.variant("kind", [
  v.strictObject({
    kind: v.literal("1password"),
    reference: v.pipe(word, v.regex(/^op:\/\/[^/]+\/./)),
  }),
  v.strictObject({
    kind: v.literal("bitwarden"),
    item: named,
    field: v.picklist(bitwardenFields),
  }),
  v.strictObject({ kind: v.literal("pass"), entry: named }),
  v.strictObject({
    kind: v.literal("exec"),
    program: named,
    args: v.pipe(
      v.array(v.pipe(v.string(), v.maxLength(8 * 1024), v.regex(/^[^\0]*$/))),
      v.maxLength(64),
    ),
  }),
]);

/** `secret-providers.json` in app data, version 1. */
export const secretProvidersFileSchema = v.object({
  version: v.literal(1),
  providers: v.array(
    v.object({
      collectionId: v.string(),
      environment: v.string(),
      name: v.string(),
      provider: secretProviderSchema,
    }),
  ),
});

export type SecretProvidersFile = v.InferOutput<typeof secretProvidersFileSchema>;
