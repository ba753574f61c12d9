import type { XmlElement } from "../xml/xml.ts";

const securityPolicy = /securitypolicy/i;
const utility =
  "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
/** Assertions that say what a caller must send; those beneath them only say how. */
const tokens = /(?:Token|Binding|SignedParts|EncryptedParts|SignedElements|EncryptedElements)$/;

/** Names of the WS-SecurityPolicy assertions that hold for an element: its own policies and those it refers to. */
export function securityOf(element: XmlElement, root: XmlElement): readonly string[] {
  const names = new Set<string>();
  collect(element, root, names, 0);
  return [...names];
}

function collect(element: XmlElement, root: XmlElement, names: Set<string>, depth: number): void {
  if (depth > 40) return;
  for (const child of element.children) {
    if (securityPolicy.test(child.namespace)) {
      if (tokens.test(child.local)) names.add(child.local);
      collect(child, root, names, depth + 1);
    } else if (child.local === "PolicyReference") {
      const id = child.attributes.get("URI")?.replace(/^#/, "") ?? "";
      const policy = id === "" ? null : policyById(root, id);
      if (policy !== null) collect(policy, root, names, depth + 1);
    } else if (/^(?:Policy|All|ExactlyOne|operation|input|output)$/.test(child.local))
      collect(child, root, names, depth + 1);
  }
}

function policyById(root: XmlElement, id: string): XmlElement | null {
  return (
    root.children.find(
      ({ local, attributes }) =>
        local === "Policy" &&
        (attributes.get(`{${utility}}Id`) === id ||
          attributes.get("{http://www.w3.org/XML/1998/namespace}id") === id ||
          attributes.get("Name") === id),
    ) ?? null
  );
}
