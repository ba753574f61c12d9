import type { XmlElement } from "../xml/xml.ts";
import type { XmlFiles } from "./files.ts";
import { childrenOf, namedBy, namespaces, type QName, qname } from "./names.ts";

/** What the `schema` element around a declaration decides. */
export interface SchemaHead {
  readonly namespace: string;
  readonly elementsQualified: boolean;
  readonly attributesQualified: boolean;
}

/** A declaration with the head of its schema. */
export interface Declared {
  readonly element: XmlElement;
  readonly head: SchemaHead;
}

/** Everything the schemas of a description declare at their top. */
export interface SchemaSet {
  readonly elements: ReadonlyMap<QName, Declared>;
  readonly types: ReadonlyMap<QName, Declared>;
  readonly groups: ReadonlyMap<QName, Declared>;
  readonly attributes: ReadonlyMap<QName, Declared>;
  readonly attributeGroups: ReadonlyMap<QName, Declared>;
  /** Elements that stand for an abstract one. */
  readonly substitutes: ReadonlyMap<QName, QName>;
  /** A type that extends or restricts an abstract one. */
  readonly derived: ReadonlyMap<QName, QName>;
}

/** Collects schemas of WSDL `types` and of the files they import or include (XML Schema 1.0 part 1, 4.2). */
export function createSchemas(files: XmlFiles): {
  readonly set: SchemaSet;
  /** Adds a `schema` element that stands in a file. */
  add(schema: XmlElement, path: string): void;
} {
  const kinds = {
    element: new Map<QName, Declared>(),
    type: new Map<QName, Declared>(),
    group: new Map<QName, Declared>(),
    attribute: new Map<QName, Declared>(),
    attributeGroup: new Map<QName, Declared>(),
  };
  const substitutes = new Map<QName, QName>();
  const derived = new Map<QName, QName>();
  const seen = new Set<string>();

  const add = (schema: XmlElement, path: string, chameleon?: string): void => {
    const own = schema.attributes.get("targetNamespace") ?? chameleon ?? "";
    const head: SchemaHead = {
      namespace: own,
      elementsQualified: schema.attributes.get("elementFormDefault") === "qualified",
      attributesQualified: schema.attributes.get("attributeFormDefault") === "qualified",
    };
    for (const child of childrenOf(schema, namespaces.schema)) {
      if (/^(?:import|include|redefine|override)$/.test(child.local)) {
        const location = child.attributes.get("schemaLocation") ?? "";
        if (location === "") continue;
        // A file included without a namespace of its own takes the includer's; an imported one never does.
        fromFile(path, location, child.local === "import" ? undefined : own);
        // What is redefined counts before what it was.
        for (const inner of childrenOf(child, namespaces.schema)) declare(inner, head, true);
      } else declare(child, head, false);
    }
  };
  const fromFile = (path: string, location: string, chameleon: string | undefined): void => {
    const found = files.follow(path, location);
    if (found === null || seen.has(`${found} ${chameleon ?? ""}`)) return;
    seen.add(`${found} ${chameleon ?? ""}`);
    const root = files.root(found);
    if (root?.namespace === namespaces.schema && root.local === "schema")
      add(root, found, chameleon);
  };
  const declare = (element: XmlElement, head: SchemaHead, replace: boolean): void => {
    const kind = /^(?:complex|simple)Type$/.test(element.local) ? "type" : element.local;
    const name = element.attributes.get("name") ?? "";
    if (name === "" || !isKind(kind)) return;
    const key = qname(head.namespace, name);
    if (!replace && kinds[kind].has(key)) return;
    kinds[kind].set(key, { element, head });
    const stands = namedBy(element, "substitutionGroup", head.namespace);
    if (stands !== null && !substitutes.has(stands)) substitutes.set(stands, key);
    const base = kind === "type" ? baseOf(element, head) : null;
    if (base !== null && base !== key && !derived.has(base)) derived.set(base, key);
  };
  const { element, type, group, attribute, attributeGroup } = kinds;
  return {
    add,
    set: {
      elements: element,
      types: type,
      groups: group,
      attributes: attribute,
      attributeGroups: attributeGroup,
      substitutes,
      derived,
    },
  };
}

function isKind(
  kind: string,
): kind is "element" | "type" | "group" | "attribute" | "attributeGroup" {
  return /^(?:element|type|group|attribute|attributeGroup)$/.test(kind);
}

function baseOf(type: XmlElement, head: SchemaHead): QName | null {
  for (const content of childrenOf(type, namespaces.schema, "complexContent", "simpleContent"))
    for (const how of childrenOf(content, namespaces.schema, "extension", "restriction"))
      return namedBy(how, "base", head.namespace);
  return null;
}
