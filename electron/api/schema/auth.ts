import * as v from "valibot";
import type { Auth, AuthSchemeKind } from "../../../shared/model/auth.ts";
import { type AuthField, authSchemeKinds, fieldsOf } from "../../../shared/model/auth-fields.ts";

// A key or a token is a few kilobytes; claims and components are typed by hand.
const text = v.pipe(v.string(), v.maxLength(1 << 20));

const key = v.strictObject({ type: v.picklist(["text", "file"]), value: text });

const parameters = v.array(
  v.strictObject({
    name: text,
    value: text,
    placement: v.picklist(["header", "query", "body"]),
  }),
);

function entry(field: AuthField) {
  switch (field.type) {
    case "text":
      return text;
    case "choice":
      return v.picklist(field.choices);
    case "flag":
      return v.boolean();
    case "key":
      return key;
    case "parameters":
      return parameters;
  }
}

function scheme(kind: AuthSchemeKind) {
  const entries = fieldsOf(kind).map(([name, field]) => [name, entry(field)] as const);
  return v.strictObject({ kind: v.literal(kind), ...Object.fromEntries(entries) });
}

/** Every scheme with exactly its fields, by the table that all others go by (`shared/model/auth-fields.ts`). */
export const auth = v.variant("kind", [
  v.strictObject({ kind: v.literal("none") }),
  v.strictObject({ kind: v.literal("inherit") }),
  v.strictObject({ kind: v.literal("other"), type: v.pipe(v.string(), v.maxLength(64 * 1024)) }),
  ...authSchemeKinds.map(scheme),
]) as unknown as v.GenericSchema<Auth>;
