import { percentDecode } from "../../../model/percent.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { type ReadData, readJson, type RepeatedKey, type SyntaxProblem } from "../read-json.ts";
import { readYaml } from "../read-yaml.ts";
import { asText, type SourceFile } from "../source-file.ts";
import { createIdentifiers, type Identifiers } from "./identifiers.ts";

/** A value with the document it stands in: references in it are relative to that one. */
export interface Located<T extends YamlData = YamlData> {
  readonly data: T;
  /** Path of the document among those handed in, or the address it was fetched from. */
  readonly base: string;
}

/** Why a reference leads nowhere. */
export type RefProblem = "missing" | "outside" | "remote" | "file";

export type Resolved =
  | { readonly kind: "found"; readonly value: Located }
  | { readonly kind: RefProblem; readonly document: string };

/** A text with what it says. */
export interface ApiDocument {
  readonly path: string;
  readonly text: string;
  readonly data: YamlData;
  /** Where the text breaks off or could not be understood. */
  readonly problem: SyntaxProblem | null;
  /** Keys that stand twice in one place. */
  readonly repeated: readonly RepeatedKey[];
}

/** The documents that were handed in. Nothing else is ever read: a reference to anything else is a problem. */
export interface Documents {
  /** Reads a document; null when it is not among those handed in. */
  open(path: string): ApiDocument | null;
  /** Where a reference (RFC 3986 §4.1) in the document `base` leads. */
  resolve(ref: string, base: string): Resolved;
  /** Paths of what was read. */
  readonly opened: ReadonlySet<string>;
}

/** Documents over files and what was fetched, by path or address. */
export function createDocuments(sources: readonly SourceFile[]): Documents {
  const files = new Map(sources.map((source) => [source.path, source]));
  const documents = new Map<string, ApiDocument>();
  const identifiers = new Map<string, Identifiers>();
  const opened = new Set<string>();
  let addresses: Map<string, string> | null = null;

  const open = (path: string): ApiDocument | null => {
    const known = documents.get(path);
    if (known !== undefined) return known;
    const file = files.get(path);
    if (file === undefined) return null;
    opened.add(path);
    const text = asText(file.bytes) ?? "";
    const document = { path, text, ...readDocument(text, path) };
    documents.set(path, document);
    return document;
  };
  const identifiersOf = (document: ApiDocument): Identifiers => {
    const known = identifiers.get(document.path);
    if (known !== undefined) return known;
    const made = createIdentifiers(document.data);
    identifiers.set(document.path, made);
    return made;
  };
  const inside = (document: ApiDocument, fragment: string): Located | null => {
    const from = { data: document.data, base: document.path };
    if (fragment === "") return from;
    const pointed = fragment.startsWith("/")
      ? atPointer(document.data, fragment)
      : identifiersOf(document).anchors.get(fragment);
    return pointed === undefined ? null : { data: pointed, base: document.path };
  };
  const byIdentifier = (address: string, fragment: string, base: string): Located | null => {
    const here = open(base);
    const own = here === null ? undefined : identifiersOf(here).ids.get(address);
    if (own !== undefined) {
      const data = fragment === "" ? own : atPointer(own, fragment);
      return data === undefined ? null : { data, base };
    }
    for (const document of documents.values()) {
      const self = identifiersOf(document).self;
      if (self !== "" && self === address) return inside(document, fragment);
    }
    return null;
  };

  return {
    open,
    opened,
    resolve: (ref, base) => {
      const hash = ref.indexOf("#");
      const place = hash < 0 ? ref : ref.slice(0, hash);
      const fragment = hash < 0 ? "" : percentDecode(ref.slice(hash + 1));
      const target = targetOf(place, base);
      const document = target.path === null ? null : open(target.path);
      const found =
        (document === null ? null : inside(document, fragment)) ??
        (place === "" ? null : byIdentifier(place, fragment, base)) ??
        selfReference(place, fragment);
      if (found !== null) return { kind: "found", value: found };
      if (target.path === null) return { kind: target.kind, document: place };
      if (document === null) {
        const kind = isAddress(target.path) ? "remote" : "file";
        return { kind, document: target.path };
      }
      return { kind: "missing", document: target.path };
    },
  };

  /** A document that says its own address (`$self` of OpenAPI 3.2) is meant by what resolves to that. */
  function selfReference(place: string, fragment: string): Located | null {
    for (const document of [...documents.values()]) {
      const { self } = identifiersOf(document);
      if (self === "" || !URL.canParse(place, self)) continue;
      const path = selves().get(new URL(place, self).href);
      const other = path === undefined ? null : open(path);
      if (other !== null) return inside(other, fragment);
    }
    return null;
  }

  /** Address → path of every document that says its own. */
  function selves(): ReadonlyMap<string, string> {
    if (addresses !== null) return addresses;
    addresses = new Map();
    for (const { path, bytes } of sources) {
      if (!/\$self/.test(asText(bytes) ?? "")) continue;
      const document = open(path);
      const self = document === null ? "" : identifiersOf(document).self;
      if (self !== "") addresses.set(self, path);
    }
    return addresses;
  }
}

function readDocument(text: string, path: string): ReadData {
  if (/\.(?:md|markdown|txt)$/i.test(path)) return { data: text, problem: null, repeated: [] };
  if (!/^\s*[[{]/.test(text)) return readYaml(text);
  const json = readJson(text);
  if (json.problem === null) return json;
  // `{a: 1}` is YAML, and YAML's reader finds its way again after an error.
  const yaml = readYaml(text);
  if (yaml.problem === null) return yaml;
  return {
    ...(sizeOf(yaml.data) > sizeOf(json.data) ? yaml : json),
    problem: json.problem,
  };
}

function sizeOf(data: YamlData): number {
  return isYamlMap(data) ? data.size : 0;
}

export function isAddress(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

type Target =
  | { readonly path: string; readonly kind: "found" }
  | { readonly path: null; readonly kind: "outside" };

/** The document a reference names. Relative ones stay inside what was handed in. */
function targetOf(place: string, base: string): Target {
  if (place === "") return { path: base, kind: "found" };
  if (isAddress(place)) return { path: place, kind: "found" };
  if (isAddress(base))
    return URL.canParse(place, base)
      ? { path: new URL(place, base).href, kind: "found" }
      : { path: null, kind: "outside" };
  // Other schemes, drives and absolute paths of this machine are never followed.
  if (/^(?:[a-z][a-z0-9+.-]*:|[\\/])/i.test(place)) return { path: null, kind: "outside" };
  const parts = base.split("/").slice(0, -1);
  for (const part of percentDecode(place.replaceAll("\\", "/")).split("/")) {
    if (part === "." || part === "") continue;
    if (part === ".." && parts.pop() === undefined) return { path: null, kind: "outside" };
    if (part !== "..") parts.push(part);
  }
  return { path: parts.join("/"), kind: "found" };
}

/** The value a JSON Pointer (RFC 6901) names; undefined: there is none. */
export function atPointer(data: YamlData, pointer: string): YamlData | undefined {
  let at: YamlData | undefined = data;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (isYamlMap(at)) at = at.get(key);
    else if (isYamlList(at)) at = /^\d+$/.test(key) ? at[Number(key)] : undefined;
    else return undefined;
  }
  return at;
}

/** The line a text stands in first, from 1; 0 when it is not there. */
export function lineOf(document: ApiDocument | null, text: string): number {
  const at = document?.text.indexOf(text) ?? -1;
  if (document === null || at < 0) return 0;
  let line = 1;
  for (let next = document.text.indexOf("\n"); next >= 0 && next < at; line += 1)
    next = document.text.indexOf("\n", next + 1);
  return line;
}

/** True for a map that refers to another. */
export function refOf(data: YamlMap): string {
  const ref = data.get("$ref");
  return typeof ref === "string" ? ref : "";
}
