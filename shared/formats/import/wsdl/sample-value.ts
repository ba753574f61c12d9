import { type Declared, type SchemaSet } from "./schema-set.ts";
import { childrenOf, localPart, namespaces, type QName, resolved } from "./names.ts";

/** Values of the built-in types (XML Schema 1.0 part 2, 3): each is valid for its type. */
const builtIn: ReadonlyMap<string, string> = new Map([
  ["string", "string"],
  ["normalizedString", "string"],
  ["token", "string"],
  ["language", "en"],
  ["Name", "name"],
  ["NCName", "name"],
  ["NMTOKEN", "name"],
  ["NMTOKENS", "name"],
  ["ID", "id1"],
  ["IDREF", "id1"],
  ["IDREFS", "id1"],
  ["ENTITY", "name"],
  ["ENTITIES", "name"],
  ["boolean", "true"],
  ["decimal", "1.0"],
  ["float", "1.0"],
  ["double", "1.0"],
  ["integer", "1"],
  ["nonPositiveInteger", "-1"],
  ["negativeInteger", "-1"],
  ["nonNegativeInteger", "1"],
  ["positiveInteger", "1"],
  ["long", "1"],
  ["int", "1"],
  ["short", "1"],
  ["byte", "1"],
  ["unsignedLong", "1"],
  ["unsignedInt", "1"],
  ["unsignedShort", "1"],
  ["unsignedByte", "1"],
  ["date", "2026-01-31"],
  ["dateTime", "2026-01-31T12:00:00Z"],
  ["dateTimeStamp", "2026-01-31T12:00:00Z"],
  ["time", "12:00:00"],
  ["duration", "P1D"],
  ["dayTimeDuration", "P1D"],
  ["yearMonthDuration", "P1M"],
  ["gYear", "2026"],
  ["gYearMonth", "2026-01"],
  ["gMonth", "--01"],
  ["gMonthDay", "--01-31"],
  ["gDay", "---31"],
  ["anyURI", "http://example.org/"],
  ["QName", "name"],
  ["NOTATION", "name"],
  ["base64Binary", "ZW52b2k="],
  ["base64", "ZW52b2k="],
  ["hexBinary", "656e766f69"],
  ["anySimpleType", "string"],
  ["anyAtomicType", "string"],
  ["anyType", ""],
  ["ur-type", ""],
]);

/** Names of types that need no declaration: XML Schema's own and SOAP's encoding of them. */
export function isBuiltIn(type: QName): boolean {
  return builtInOf(type) !== undefined;
}

function builtInOf(type: QName): string | undefined {
  const namespace = type.slice(1, type.lastIndexOf("}"));
  const own =
    /^http:\/\/www\.w3\.org\/(?:2001|2000\/10|1999)\/XMLSchema$/.test(namespace) ||
    namespace === namespaces.encoding1 ||
    namespace === namespaces.encoding2;
  return own ? builtIn.get(localPart(type)) : undefined;
}

/** A value of a simple type by name; null when no such type is described. */
export function valueOfType(type: QName, set: SchemaSet, depth = 0): string | null {
  const plain = builtInOf(type);
  if (plain !== undefined) return plain;
  const declared = set.types.get(type);
  if (declared?.element.local !== "simpleType" || depth > 20) return null;
  return valueOfSimple(declared, set, depth + 1);
}

/** A value of a `simpleType` declaration: its first enumeration, or one within its limits. */
export function valueOfSimple({ element, head }: Declared, set: SchemaSet, depth = 0): string {
  if (depth > 20) return "";
  const [how] = childrenOf(element, namespaces.schema, "restriction", "list", "union");
  if (how === undefined) return "";
  const inner = childrenOf(how, namespaces.schema, "simpleType");
  const under = (attribute: string): string => {
    // A union names several types: the first gives the value.
    const first = how.attributes.get(attribute)?.trim().split(/\s+/)[0] ?? "";
    const named = resolved(how, first, head.namespace);
    if (named !== null) return valueOfType(named, set, depth + 1) ?? "";
    const [own] = inner;
    return own === undefined ? "" : valueOfSimple({ element: own, head }, set, depth + 1);
  };
  if (how.local === "list") return under("itemType");
  if (how.local === "union") return under("memberTypes");
  const facet = (name: string): string | undefined =>
    childrenOf(how, namespaces.schema, name)[0]?.attributes.get("value");
  const listed = facet("enumeration");
  if (listed !== undefined) return listed;
  return fitting(under("base"), facet);
}

function fitting(value: string, facet: (name: string) => string | undefined): string {
  const least = facet("minInclusive");
  const most = facet("maxInclusive");
  const above = facet("minExclusive");
  const number = Number(value);
  if (value !== "" && Number.isFinite(number)) {
    if (least !== undefined && Number(least) > number) return least;
    if (above !== undefined && Number(above) >= number) return `${Number(above) + 1}`;
    if (most !== undefined && Number(most) < number) return most;
    return value;
  }
  // Dates and times are compared as written.
  if (least !== undefined && least > value) return least;
  const length = Number(facet("length") ?? facet("minLength") ?? 0);
  const longest = Number(facet("length") ?? facet("maxLength") ?? Infinity);
  const grown = length > value.length && length <= 1000 ? value.padEnd(length, "x") : value;
  return grown.length > longest ? grown.slice(0, longest) : grown;
}
