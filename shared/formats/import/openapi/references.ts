import { isYamlMap } from "../../yaml/data.ts";
import type { Notes } from "../note.ts";
import { type Documents, isAddress, lineOf, type Located, refOf } from "./documents.ts";

/** Follows references of one description and says, once each, those that lead nowhere. */
export interface References {
  /** Where a reference leads; null, with a note, when nowhere. */
  follow(ref: string, base: string): Located | null;
  /**
   * A value, or what it refers to. Fields beside `$ref` stay (OpenAPI 3.1: summary and description; older descriptions have more). null,
   * with a note, when it refers to nothing.
   */
  settle(value: Located): Located | null;
  /** Documents elsewhere that are referred to and were not handed in: their addresses. */
  readonly remote: ReadonlySet<string>;
}

const codes = {
  missing: "openapi-ref-missing",
  outside: "openapi-ref-outside",
  remote: "openapi-ref-remote",
  file: "openapi-ref-file",
} as const;

export function createReferences(documents: Documents, notes: Notes): References {
  const said = new Set<string>();
  const remote = new Set<string>();
  const follow = (ref: string, base: string): Located | null => {
    const resolved = documents.resolve(ref, base);
    if (resolved.kind === "found") return resolved.value;
    if (resolved.kind === "remote" || isAddress(resolved.document)) {
      if (documents.open(resolved.document) === null) remote.add(resolved.document);
    }
    const key = `${base} ${ref}`;
    if (!said.has(key)) {
      said.add(key);
      notes.add(
        resolved.kind === "remote" ? "warning" : "error",
        codes[resolved.kind],
        { ref, document: resolved.document },
        { file: base, line: lineOf(documents.open(base), ref) },
      );
    }
    return null;
  };
  const settle = (value: Located): Located | null => {
    let at = value;
    const beside: (readonly [string, Located["data"]])[] = [];
    for (let hops = 0; hops < 100; hops += 1) {
      const { data, base } = at;
      if (!isYamlMap(data)) return at;
      const ref = refOf(data);
      if (ref === "") {
        if (beside.length === 0) return at;
        return { data: new Map([...data, ...beside.toReversed()]), base };
      }
      for (const [key, field] of data) if (key !== "$ref") beside.push([key, field]);
      const next = follow(ref, base);
      if (next === null) return null;
      at = next;
    }
    notes.add("error", "openapi-ref-circle", {}, { file: value.base });
    return null;
  };
  return { follow, settle, remote };
}
