import type { XmlElement } from "../xml/xml.ts";

/** A qualified name as one text: `{namespace}local`. */
export type QName = `{${string}}${string}`;

export const namespaces = {
  wsdl1: "http://schemas.xmlsoap.org/wsdl/",
  wsdl2: "http://www.w3.org/ns/wsdl",
  schema: "http://www.w3.org/2001/XMLSchema",
  instance: "http://www.w3.org/2001/XMLSchema-instance",
  soap1Binding: "http://schemas.xmlsoap.org/wsdl/soap/",
  soap2Binding: "http://schemas.xmlsoap.org/wsdl/soap12/",
  httpBinding: "http://schemas.xmlsoap.org/wsdl/http/",
  mimeBinding: "http://schemas.xmlsoap.org/wsdl/mime/",
  soapInWsdl2: "http://www.w3.org/ns/wsdl/soap",
  httpInWsdl2: "http://www.w3.org/ns/wsdl/http",
  soap1: "http://schemas.xmlsoap.org/soap/envelope/",
  soap2: "http://www.w3.org/2003/05/soap-envelope",
  encoding1: "http://schemas.xmlsoap.org/soap/encoding/",
  encoding2: "http://www.w3.org/2003/05/soap-encoding",
} as const;

export function qname(namespace: string, local: string): QName {
  return `{${namespace}}${local}`;
}

export function namespacePart(name: QName): string {
  return name.slice(1, name.lastIndexOf("}"));
}

export function localPart(name: QName): string {
  return name.slice(name.lastIndexOf("}") + 1);
}

/** What `prefix:local` in an attribute of an element names. `otherwise`: the namespace of names without a prefix where none is declared. */
export function namedBy(element: XmlElement, attribute: string, otherwise = ""): QName | null {
  return resolved(element, element.attributes.get(attribute) ?? "", otherwise);
}

/** What `prefix:local` names where an element stands. */
export function resolved(element: XmlElement, spelled: string, otherwise = ""): QName | null {
  const text = spelled.trim();
  if (text === "") return null;
  const colon = text.indexOf(":");
  const prefix = colon < 0 ? "" : text.slice(0, colon);
  const namespace = element.namespaceOf(prefix) || (colon < 0 ? otherwise : "");
  return qname(namespace, text.slice(colon + 1));
}

/** Children of a namespace by their local name. */
export function childrenOf(
  element: XmlElement,
  namespace: string,
  ...locals: readonly string[]
): readonly XmlElement[] {
  return element.children.filter(
    (child) =>
      child.namespace === namespace && (locals.length === 0 || locals.includes(child.local)),
  );
}

/** What its `documentation` says, as plain text. */
export function documentationOf(element: XmlElement): string {
  const own = element.children.filter(({ local }) => local === "documentation");
  return own
    .map((child) =>
      allText(child)
        .replace(/[^\S\n]+/g, " ")
        .replace(/ ?\n ?/g, "\n")
        .trim(),
    )
    .filter(Boolean)
    .join("\n\n");
}

function allText(element: XmlElement): string {
  return element.content
    .map((piece) => (typeof piece === "string" ? piece : allText(piece)))
    .join("");
}
