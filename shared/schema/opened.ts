import * as v from "valibot";

/** `collections.json` in app data, version 1: the collections this person has opened. */
export const openedSchema = v.object({
  version: v.literal(1),
  collections: v.array(
    v.object({
      id: v.pipe(v.string(), v.regex(/^[a-z0-9]{16,64}$/)),
      /** Real path of the folder. */
      folder: v.pipe(v.string(), v.minLength(1)),
      /** False: closed, but its id (and so its secrets) are remembered. */
      open: v.boolean(),
    }),
  ),
});

export type Opened = v.InferOutput<typeof openedSchema>;
