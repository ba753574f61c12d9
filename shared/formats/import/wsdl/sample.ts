import type { XmlElement } from "../xml/xml.ts";
import { type Declared, type SchemaHead, type SchemaSet } from "./schema-set.ts";
import {
  childrenOf,
  localPart,
  namedBy,
  namespacePart,
  namespaces,
  type QName,
  resolved,
} from "./names.ts";
import { isBuiltIn, valueOfSimple, valueOfType } from "./sample-value.ts";

/** Writes sample XML for what schemas describe. */
export interface SampleWriter {
  /** Lines of an element that is declared at the top of a schema. */
  element(name: QName, indent: string): readonly string[];
  /** Lines of an element of this name with content of a type. `encoded`: the type is written too (SOAP encoding). */
  typed(name: string, type: QName, indent: string, encoded: boolean): readonly string[];
  /** Names of the children of an element, in order: what HTTP bindings put into the address. */
  fields(name: QName): readonly { readonly name: string; readonly value: string }[];
}

/** Prefixes given out while a message is written, and what could not be found. */
export interface SampleNames {
  prefix(namespace: string): string;
  missing(name: QName): void;
}

/** One message stays within these, however its types go round in circles. */
const maxElements = 600;
const maxDepth = 24;
const maxRepeats = 3;

interface Content {
  readonly attributes: readonly string[];
  readonly lines: readonly string[];
  readonly text: string;
}

const nothing: Content = { attributes: [], lines: [], text: "" };

/** A writer for one message. */
export function createSample(set: SchemaSet, names: SampleNames): SampleWriter {
  let left = maxElements;
  const open: string[] = [];

  /** Does some work unless it is under way already or too deep. */
  const inside = <T>(key: string, otherwise: T, work: () => T): T => {
    if (open.includes(key) || open.length >= maxDepth) return otherwise;
    open.push(key);
    try {
      return work();
    } finally {
      open.pop();
    }
  };

  const tagged = (name: string, content: Content, indent: string): readonly string[] => {
    const start = `${indent}<${[name, ...content.attributes].join(" ")}`;
    if (content.lines.length > 0) return [`${start}>`, ...content.lines, `${indent}</${name}>`];
    return [content.text === "" ? `${start}/>` : `${start}>${escaped(content.text)}</${name}>`];
  };

  const declaredElement = (
    { element, head }: Declared,
    local: string,
    qualified: boolean,
    indent: string,
  ): readonly string[] => {
    if (left <= 0) return [];
    left -= 1;
    const prefix = qualified ? names.prefix(head.namespace) : "";
    const name = prefix === "" ? local : `${prefix}:${local}`;
    const fixed = element.attributes.get("fixed") ?? element.attributes.get("default");
    if (fixed !== undefined) return tagged(name, { ...nothing, text: fixed }, indent);
    const type = namedBy(element, "type", head.namespace);
    if (type !== null) return tagged(name, contentOfType(type, `${indent}  `), indent);
    const [inline] = childrenOf(element, namespaces.schema, "complexType", "simpleType");
    if (inline !== undefined) {
      const key = `element ${head.namespace} ${inline.line} ${local}`;
      const content = inside(key, nothing, () =>
        contentOf({ element: inline, head }, `${indent}  `),
      );
      return tagged(name, content, indent);
    }
    // Without a type of its own a member of a group has that of its head.
    const above = namedBy(element, "substitutionGroup", head.namespace);
    const of = above === null ? undefined : set.elements.get(above);
    const ofType = of === undefined ? null : namedBy(of.element, "type", of.head.namespace);
    return tagged(name, ofType === null ? nothing : contentOfType(ofType, `${indent}  `), indent);
  };

  const topElement = (name: QName, indent: string): readonly string[] => {
    const declared = set.elements.get(name);
    if (declared === undefined) {
      names.missing(name);
      const prefix = names.prefix(namespacePart(name));
      return [`${indent}<${prefix === "" ? "" : `${prefix}:`}${localPart(name)}/>`];
    }
    const instead = isTrue(declared.element, "abstract") ? set.substitutes.get(name) : undefined;
    const shown = instead === undefined ? declared : (set.elements.get(instead) ?? declared);
    const local = instead === undefined ? localPart(name) : localPart(instead);
    return declaredElement(shown, local, true, indent);
  };

  const contentOfType = (type: QName, indent: string): Content => {
    const text = valueOfType(type, set);
    if (text !== null) return { ...nothing, text };
    const declared = set.types.get(type);
    if (declared === undefined) {
      names.missing(type);
      return nothing;
    }
    const derived = isTrue(declared.element, "abstract") ? set.derived.get(type) : undefined;
    const instead = derived === undefined ? undefined : set.types.get(derived);
    if (derived === undefined || instead === undefined)
      return inside(`type ${type}`, nothing, () => contentOf(declared, indent));
    const content = inside(`type ${type}`, nothing, () => contentOf(instead, indent));
    return { ...content, attributes: [typeAttribute(derived), ...content.attributes] };
  };

  const typeAttribute = (type: QName): string => {
    const prefix = names.prefix(namespacePart(type));
    const local = localPart(type);
    return `${names.prefix(namespaces.instance)}:type="${prefix === "" ? "" : `${prefix}:`}${local}"`;
  };

  const contentOf = (declared: Declared, indent: string): Content => {
    const { element, head } = declared;
    if (element.local === "simpleType") return { ...nothing, text: valueOfSimple(declared, set) };
    for (const content of childrenOf(element, namespaces.schema, "complexContent", "simpleContent"))
      for (const how of childrenOf(content, namespaces.schema, "extension", "restriction")) {
        const base = namedBy(how, "base", head.namespace);
        if (base !== null && localPart(base) === "Array" && /encoding/.test(namespacePart(base)))
          return arrayOf(how, head, indent);
        const above = base === null || isAny(base) ? nothing : contentOfType(base, indent);
        const own = particles(how, head, indent);
        const attributes = attributesOf(how, head);
        if (how.local === "extension")
          return {
            attributes: [...above.attributes, ...attributes],
            lines: [...above.lines, ...own],
            text: above.text,
          };
        // A restriction says its content anew; its attributes are the base's unless it says otherwise.
        return {
          attributes: joinedAttributes(above.attributes, attributes),
          lines: own,
          text: above.text,
        };
      }
    return {
      attributes: attributesOf(element, head),
      lines: particles(element, head, indent),
      text: "",
    };
  };

  /** An array as SOAP encodes it: one item of the type `wsdl:arrayType` names. */
  const arrayOf = (how: XmlElement, head: SchemaHead, indent: string): Content => {
    const [attribute] = childrenOf(how, namespaces.schema, "attribute");
    const arrayType = attribute?.attributes.get(`{${namespaces.wsdl1}}arrayType`) ?? "";
    const bare = arrayType.replace(/\[[\d,]*\]$/, "");
    const type = attribute === undefined ? null : resolved(attribute, bare, head.namespace);
    if (type === null) return { ...nothing, lines: particles(how, head, indent) };
    const prefix = names.prefix(namespacePart(type));
    const encoding = names.prefix(namespaces.encoding1);
    return {
      attributes: [
        `${encoding}:arrayType="${prefix === "" ? "" : `${prefix}:`}${localPart(type)}[1]"`,
      ],
      lines: tagged("item", contentOfType(type, `${indent}  `), indent),
      text: "",
    };
  };

  const attributesOf = (holder: XmlElement, head: SchemaHead): readonly string[] =>
    childrenOf(holder, namespaces.schema, "attribute", "attributeGroup").flatMap((child) => {
      if (child.local === "attributeGroup") {
        const ref = namedBy(child, "ref", head.namespace);
        const group = ref === null ? undefined : set.attributeGroups.get(ref);
        if (ref === null || group === undefined) return [];
        return inside(`attributes ${ref}`, [], () => attributesOf(group.element, group.head));
      }
      if (child.attributes.get("use") === "prohibited") return [];
      const ref = namedBy(child, "ref", head.namespace);
      const declared = ref === null ? { element: child, head } : set.attributes.get(ref);
      const local = ref === null ? (child.attributes.get("name") ?? "") : localPart(ref);
      if (local === "") return [];
      const form = child.attributes.get("form");
      const qualified =
        ref !== null || form === "qualified" || (form === undefined && head.attributesQualified);
      const prefix = qualified
        ? names.prefix(ref === null ? head.namespace : namespacePart(ref))
        : "";
      const name = prefix === "" ? local : `${prefix}:${local}`;
      return [`${name}="${escaped(attributeValue(child, declared))}"`];
    });

  const attributeValue = (use: XmlElement, declared: Declared | undefined): string => {
    for (const element of [use, ...(declared === undefined ? [] : [declared.element])]) {
      const said = element.attributes.get("fixed") ?? element.attributes.get("default");
      if (said !== undefined) return said;
    }
    if (declared === undefined) return "";
    const type = namedBy(declared.element, "type", declared.head.namespace);
    if (type !== null) return valueOfType(type, set) ?? "";
    const [inline] = childrenOf(declared.element, namespaces.schema, "simpleType");
    return inline === undefined ? "" : valueOfSimple({ element: inline, head: declared.head }, set);
  };

  const particles = (holder: XmlElement, head: SchemaHead, indent: string): readonly string[] =>
    childrenOf(
      holder,
      namespaces.schema,
      "sequence",
      "all",
      "choice",
      "group",
      "element",
      "any",
    ).flatMap((particle) => particleLines(particle, head, indent));

  const particleLines = (
    particle: XmlElement,
    head: SchemaHead,
    indent: string,
  ): readonly string[] => {
    const most = particle.attributes.get("maxOccurs");
    if (most === "0" || left <= 0) return [];
    switch (particle.local) {
      case "sequence":
      case "all":
        return particles(particle, head, indent);
      case "choice":
        return choiceLines(particle, head, indent);
      case "group": {
        const ref = namedBy(particle, "ref", head.namespace);
        const group = ref === null ? undefined : set.groups.get(ref);
        if (ref === null || group === undefined) return [];
        return inside(`group ${ref}`, [], () => particles(group.element, group.head, indent));
      }
      case "any":
        return [`${indent}<!-- any element -->`];
      default:
        return elementLines(particle, head, indent);
    }
  };

  const choiceLines = (choice: XmlElement, head: SchemaHead, indent: string): readonly string[] => {
    const ways = childrenOf(
      choice,
      namespaces.schema,
      "sequence",
      "choice",
      "group",
      "element",
      "any",
    );
    const [first, ...others] = ways;
    if (first === undefined) return [];
    const namesOfOthers = others.map(wayName).filter(Boolean);
    const lines = particleLines(first, head, indent);
    return namesOfOthers.length === 0
      ? lines
      : [
          `${indent}<!-- ${inComment(`or, instead of ${wayName(first) || "this"}: ${namesOfOthers.join(", ")}`)} -->`,
          ...lines,
        ];
  };

  const elementLines = (
    particle: XmlElement,
    head: SchemaHead,
    indent: string,
  ): readonly string[] => {
    const ref = namedBy(particle, "ref", head.namespace);
    const least = Number(particle.attributes.get("minOccurs") ?? 1);
    const most = particle.attributes.get("maxOccurs") ?? "1";
    const said = [
      ...(least === 0 ? ["optional"] : []),
      ...(most === "1" ? [] : [most === "unbounded" ? `${least} or more` : `${least} to ${most}`]),
    ];
    const comment = said.length === 0 ? [] : [`${indent}<!-- ${said.join(", ")} -->`];
    const local = ref === null ? (particle.attributes.get("name") ?? "") : localPart(ref);
    if (local === "") return [];
    const type = namedBy(particle, "type", head.namespace);
    const key = ref === null ? (type === null ? "" : `type ${type}`) : `element ${ref}`;
    // A type inside itself ends here; where it must be there, it stays empty.
    if (least === 0 && key !== "" && (open.includes(key) || open.length >= maxDepth - 2))
      return [`${indent}<!-- ${inComment(local)}: optional, may be nested -->`];
    const form = particle.attributes.get("form");
    const qualified = form === "qualified" || (form === undefined && head.elementsQualified);
    const one = (): readonly string[] =>
      ref === null
        ? declaredElement({ element: particle, head }, local, qualified, indent)
        : inside(key, [], () => topElement(ref, indent));
    const lines: string[] = [];
    for (let count = Math.min(Math.max(least, 1), maxRepeats); count > 0; count -= 1)
      lines.push(...one());
    return [...comment, ...lines];
  };

  return {
    element: (name, indent) => inside(`element ${name}`, [], () => topElement(name, indent)),
    typed: (name, type, indent, encoded) => {
      const content = contentOfType(type, `${indent}  `);
      const attributes = encoded
        ? [typeAttribute(type), ...content.attributes]
        : content.attributes;
      return tagged(name, { ...content, attributes }, indent);
    },
    fields: (name) => {
      const declared = set.elements.get(name);
      if (declared === undefined) return [];
      const type = namedBy(declared.element, "type", declared.head.namespace);
      const named = type === null ? undefined : set.types.get(type);
      const [inline] = childrenOf(declared.element, namespaces.schema, "complexType");
      const holder =
        named ?? (inline === undefined ? undefined : { element: inline, head: declared.head });
      return holder === undefined ? [] : fieldsOf(holder, set);
    },
  };
}

function fieldsOf(
  { element, head }: Declared,
  set: SchemaSet,
): readonly { readonly name: string; readonly value: string }[] {
  return childrenOf(element, namespaces.schema, "sequence", "all", "choice")
    .flatMap((group) => childrenOf(group, namespaces.schema, "element"))
    .map((child) => {
      const type = namedBy(child, "type", head.namespace);
      const name = child.attributes.get("name") ?? "";
      return { name, value: type === null ? "" : (valueOfType(type, set) ?? "") };
    })
    .filter(({ name }) => name !== "");
}

function wayName(way: XmlElement): string {
  const name = way.attributes.get("name") ?? way.attributes.get("ref")?.replace(/^.*:/, "") ?? "";
  if (name !== "") return name;
  return way.children.map(wayName).filter(Boolean).join(" + ");
}

/** A comment must hold no two hyphens in a row; names may. */
function inComment(text: string): string {
  return text.replaceAll("--", "- -");
}

function isAny(type: QName): boolean {
  return isBuiltIn(type) && localPart(type) === "anyType";
}

function isTrue(element: XmlElement, attribute: string): boolean {
  return /^(?:true|1)$/.test(element.attributes.get(attribute) ?? "");
}

function joinedAttributes(base: readonly string[], own: readonly string[]): readonly string[] {
  const name = (attribute: string): string => attribute.slice(0, attribute.indexOf("="));
  const said = new Set(own.map(name));
  return [...base.filter((attribute) => !said.has(name(attribute))), ...own];
}

/** Text as XML has it, in content and between double quotes. */
export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
