import type { AuthSchemeKind } from "../../model/auth.ts";
import { newAuth, type SchemeOf } from "../../model/auth-fields.ts";
import type { YamlData } from "../yaml/data.ts";
import { anyText } from "./json-text.ts";
import type { Remark } from "./remark.ts";

/** Attributes of an auth, by name. */
export type Attributes = ReadonlyMap<string, YamlData>;

/** The first of some attributes that is there, as text. */
export function textAt(get: Attributes, ...names: readonly string[]): string {
  const name = names.find((candidate) => get.has(candidate));
  return name === undefined ? "" : anyText(get.get(name));
}

/** A scheme with the fields given; the rest as in one somebody just chose. */
export function scheme<K extends AuthSchemeKind>(
  kind: K,
  fields: Partial<SchemeOf<K>>,
): SchemeOf<K> {
  return { ...newAuth(kind), ...fields };
}

/** One of what is on offer. Another value is told, and gives the first that fits instead. */
export function chosen<T extends string>(
  what: string,
  value: string,
  choices: readonly T[],
  otherwise: T,
  remark: Remark,
): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined && value !== "")
    remark.add("warning", "choice-changed", { what, value, chosen: otherwise });
  return found ?? otherwise;
}
