import type { Notes } from "../note.ts";
import type { XmlElement } from "../xml/xml.ts";
import type {
  HttpInput,
  MessagePart,
  OperationCall,
  WsdlMessage,
  WsdlOperation,
  WsdlPort,
  WsdlService,
} from "./description.ts";
import type { XmlFiles } from "./files.ts";
import {
  childrenOf,
  documentationOf,
  localPart,
  namedBy,
  namespaces,
  type QName,
  qname,
} from "./names.ts";
import { securityOf } from "./policy.ts";
import { createSample } from "./sample.ts";
import type { createSchemas, SchemaSet } from "./schema-set.ts";

const w = namespaces.wsdl2;
const soap = namespaces.soapInWsdl2;
const http = namespaces.httpInWsdl2;

interface Named {
  readonly element: XmlElement;
  readonly root: XmlElement;
  readonly namespace: string;
}

interface Definitions {
  readonly interfaces: Map<QName, Named>;
  readonly bindings: Map<QName, Named>;
  readonly services: Named[];
}

/** Reads WSDL 2.0 (W3C Recommendation of 2007) with its SOAP and HTTP bindings (part 2: Adjuncts), and what it imports or includes. */
export function readWsdl2(
  path: string,
  files: XmlFiles,
  schemas: ReturnType<typeof createSchemas>,
  notes: Notes,
): readonly WsdlService[] {
  const found: Definitions = { interfaces: new Map(), bindings: new Map(), services: [] };
  gather(path, files, schemas, found, new Set());
  return found.services.map(({ element, root, namespace }) => ({
    name: element.attributes.get("name") ?? "",
    docs: documentationOf(element),
    ports: childrenOf(element, w, "endpoint").flatMap((endpoint) => {
      const name = endpoint.attributes.get("name") ?? "";
      const binding = namedBy(endpoint, "binding", namespace);
      const named = binding === null ? undefined : found.bindings.get(binding);
      if (named === undefined) {
        notes.add(
          "error",
          "missing-part",
          { what: `binding ${binding === null ? "" : localPart(binding)}` },
          { line: endpoint.line, item: [name] },
        );
        return [];
      }
      // A binding may leave open which interface it is for: then it is that of the service.
      const of =
        namedBy(named.element, "interface", named.namespace) ??
        namedBy(element, "interface", namespace);
      const protocol = protocolOf(named.element);
      if (protocol === null) {
        notes.add("warning", "binding-left", { name }, { line: named.element.line });
        return [];
      }
      const port: WsdlPort = {
        name,
        protocol,
        address: endpoint.attributes.get("address")?.trim() ?? "",
        docs: documentationOf(endpoint),
        operations: operationsOf(of, named, protocol, found, schemas.set),
        security: [
          ...new Set([...securityOf(named.element, named.root), ...securityOf(endpoint, root)]),
        ],
      };
      return [port];
    }),
  }));
}

function gather(
  path: string,
  files: XmlFiles,
  schemas: ReturnType<typeof createSchemas>,
  found: Definitions,
  seen: Set<string>,
): void {
  if (seen.has(path)) return;
  seen.add(path);
  const root = files.root(path);
  if (root?.namespace !== w) return;
  const namespace = root.attributes.get("targetNamespace") ?? "";
  for (const child of childrenOf(root, w)) {
    const named: Named = { element: child, root, namespace };
    const key = qname(namespace, child.attributes.get("name") ?? "");
    if (child.local === "interface") found.interfaces.set(key, named);
    else if (child.local === "binding") found.bindings.set(key, named);
    else if (child.local === "service") found.services.push(named);
    else if (child.local === "types") typesOf(child, path, files, schemas);
    else if (child.local === "import" || child.local === "include") {
      const location = child.attributes.get("location") ?? "";
      const next = location === "" ? null : files.follow(path, location);
      if (next !== null) gather(next, files, schemas, found, seen);
    }
  }
}

function typesOf(
  types: XmlElement,
  path: string,
  files: XmlFiles,
  schemas: ReturnType<typeof createSchemas>,
): void {
  for (const child of childrenOf(types, namespaces.schema)) {
    if (child.local === "schema") schemas.add(child, path);
    const location = child.local === "import" ? (child.attributes.get("schemaLocation") ?? "") : "";
    const next = location === "" ? null : files.follow(path, location);
    const root = next === null ? null : files.root(next);
    if (next !== null && root?.namespace === namespaces.schema) schemas.add(root, next);
  }
}

function protocolOf(binding: XmlElement): WsdlPort["protocol"] | null {
  const type = binding.attributes.get("type") ?? "";
  if (type === http) return "http";
  if (type !== soap) return null;
  return binding.attributes.get(`{${soap}}version`) === "1.1" ? "soap-1.1" : "soap-1.2";
}

/** Operations of an interface and of those it extends, each once. */
function operationsOf(
  of: QName | null,
  binding: Named,
  protocol: WsdlPort["protocol"],
  found: Definitions,
  set: SchemaSet,
): readonly WsdlOperation[] {
  const bound = new Map<string, XmlElement>();
  for (const operation of childrenOf(binding.element, w, "operation")) {
    const ref = namedBy(operation, "ref", binding.namespace);
    if (ref !== null) bound.set(localPart(ref), operation);
  }
  const operations: WsdlOperation[] = [];
  const names = new Set<string>();
  const seen = new Set<QName>();
  const visit = (name: QName | null): void => {
    const one = name === null ? undefined : found.interfaces.get(name);
    if (name === null || one === undefined || seen.has(name)) return;
    seen.add(name);
    for (const operation of childrenOf(one.element, w, "operation")) {
      const own = operation.attributes.get("name") ?? "";
      if (names.has(own)) continue;
      names.add(own);
      const parts = {
        operation,
        bound: bound.get(own),
        binding: binding.element,
        namespace: one.namespace,
      };
      operations.push({
        name: own,
        docs: documentationOf(operation),
        call: protocol === "http" ? httpCall(parts, set) : soapCall(parts, one, found),
      });
    }
    for (const extended of (one.element.attributes.get("extends") ?? "")
      .split(/\s+/)
      .filter(Boolean)) {
      const colon = extended.indexOf(":");
      const space =
        one.element.namespaceOf(colon < 0 ? "" : extended.slice(0, colon)) ?? one.namespace;
      visit(qname(space, extended.slice(colon + 1)));
    }
  };
  visit(of);
  return operations;
}

interface OperationParts {
  readonly operation: XmlElement;
  readonly bound: XmlElement | undefined;
  readonly binding: XmlElement;
  readonly namespace: string;
}

function soapCall(
  { operation, bound, namespace }: OperationParts,
  one: Named,
  found: Definitions,
): OperationCall {
  return {
    kind: "soap",
    action: bound?.attributes.get(`{${soap}}action`) ?? "",
    input: messageOf(operation, "input", namespace),
    output: messageOf(operation, "output", namespace),
    faults: childrenOf(operation, w, "outfault").map((fault) => {
      const ref = namedBy(fault, "ref", namespace);
      const name = ref === null ? "Fault" : localPart(ref);
      const [declared] = [one, ...found.interfaces.values()].flatMap(({ element }) =>
        childrenOf(element, w, "fault").filter((own) => own.attributes.get("name") === name),
      );
      const element = declared === undefined ? null : elementOf(declared, namespace);
      return { name, part: element === null ? null : { name, element, type: null } };
    }),
  };
}

/** `#none`, `#any` and `#other` name no element. */
function elementOf(holder: XmlElement, namespace: string): QName | null {
  const spelled = holder.attributes.get("element") ?? "";
  return spelled.startsWith("#") ? null : namedBy(holder, "element", namespace);
}

function messageOf(
  operation: XmlElement,
  direction: "input" | "output",
  namespace: string,
): WsdlMessage | null {
  const [io] = childrenOf(operation, w, direction);
  if (io === undefined) return null;
  const element = elementOf(io, namespace);
  const body: readonly MessagePart[] = element === null ? [] : [{ name: "", element, type: null }];
  return { style: "document", wrapper: null, encoded: false, headers: [], body };
}

function httpCall(
  { operation, bound, binding, namespace }: OperationParts,
  set: SchemaSet,
): OperationCall {
  const at = (element: XmlElement | undefined, name: string): string | undefined =>
    element?.attributes.get(`{${http}}${name}`);
  const safe = /^(?:true|1)$/.test(
    operation.attributes.get("{http://www.w3.org/ns/wsdl-extensions}safe") ?? "",
  );
  const method = at(bound, "method") ?? at(binding, "methodDefault") ?? (safe ? "GET" : "POST");
  const bodiless = /^(?:GET|DELETE|HEAD)$/i.test(method);
  const serialization =
    at(bound, "inputSerialization") ??
    (bodiless ? "application/x-www-form-urlencoded" : "application/xml");
  const [io] = childrenOf(operation, w, "input");
  const element = io === undefined ? null : elementOf(io, namespace);
  const location = at(bound, "location") ?? "";
  const fields =
    element === null
      ? []
      : createSample(set, { prefix: () => "", missing: () => undefined }).fields(element);
  return {
    kind: "http",
    method,
    location,
    input: inputOf(element, fields, serialization, bodiless),
  };
}

function inputOf(
  element: QName | null,
  fields: readonly { readonly name: string; readonly value: string }[],
  serialization: string,
  bodiless: boolean,
): HttpInput {
  if (element === null) return { kind: "none" };
  if (bodiless) return { kind: "query", fields };
  if (serialization.startsWith("application/x-www-form-urlencoded"))
    return { kind: "form", fields };
  return {
    kind: "xml",
    part: { name: localPart(element), element, type: null },
    type: serialization,
  };
}
