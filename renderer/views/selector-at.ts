import { jsonPathOf } from "../../shared/formats/json/json-path.ts";
import { jsonPlaceAt } from "../../shared/formats/json/json-place.ts";
import type { Selector } from "../../shared/model/action.ts";

/** A place somebody points at in a body's text, as what leads there again. */
export interface PointedAt {
  readonly selector: Selector;
  readonly name: string;
  readonly shown: string;
}

/** What is at an offset of a JSON text; null outside of any value. */
export function jsonPointedAt(text: string, offset: number): PointedAt | null {
  const place = jsonPlaceAt(text, offset);
  if (place === null) return null;
  const key = place.steps.findLast((step) => typeof step === "string");
  const literal = text.slice(place.from, place.to);
  return {
    selector: { kind: "json", path: jsonPathOf(place.steps) },
    name: typeof key === "string" ? variableName(key) : "value",
    shown: literal.startsWith('"') ? unquoted(literal) : literal,
  };
}

/** Characters before a selection that tell where it is. */
const lead = 24;

/** A pattern for the selected part of a text, by what stands before and after it on its line; null when nothing is selected. */
export function textPointedAt(text: string, from: number, to: number): PointedAt | null {
  if (to <= from) return null;
  const line = text.lastIndexOf("\n", from - 1) + 1;
  const before = text.slice(Math.max(line, from - lead), from);
  const next = text.slice(to, to + 1);
  const ends = next === "" || next === "\n" || next === "\r";
  const pattern = `${escaped(before)}(${ends ? ".+" : ".+?"})${ends ? "$" : escaped(next)}`;
  return { selector: { kind: "regex", pattern }, name: "value", shown: text.slice(from, to) };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** A name that can stand between braces. */
export function variableName(text: string): string {
  const name = text.trim().replace(/[^\p{L}\p{N}_.-]+/gu, "_");
  return name === "" ? "value" : name;
}

function unquoted(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}
