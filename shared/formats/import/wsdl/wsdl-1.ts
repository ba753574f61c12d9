import type { Notes } from "../note.ts";
import type { XmlElement } from "../xml/xml.ts";
import type {
  HttpInput,
  MessagePart,
  OperationCall,
  WsdlFault,
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
import type { createSchemas, SchemaSet } from "./schema-set.ts";
import { valueOfType } from "./sample-value.ts";

const w = namespaces.wsdl1;

interface Named {
  readonly element: XmlElement;
  readonly root: XmlElement;
  readonly namespace: string;
}

/** Everything the documents of one description define, by qualified name. */
interface Definitions {
  readonly messages: Map<QName, Named>;
  readonly portTypes: Map<QName, Named>;
  readonly bindings: Map<QName, Named>;
  readonly services: Named[];
}

/** Reads WSDL 1.1 (W3C note of 2001) with its SOAP 1.1, SOAP 1.2 and HTTP bindings, and what it imports. */
export function readWsdl1(
  path: string,
  files: XmlFiles,
  schemas: ReturnType<typeof createSchemas>,
  notes: Notes,
): readonly WsdlService[] {
  const found: Definitions = {
    messages: new Map(),
    portTypes: new Map(),
    bindings: new Map(),
    services: [],
  };
  gather(path, files, schemas, found, new Set());
  const services = found.services.map(({ element, root, namespace }) => ({
    name: element.attributes.get("name") ?? "",
    docs: documentationOf(element),
    ports: childrenOf(element, w, "port").flatMap((port) => {
      const binding = namedBy(port, "binding", namespace);
      const named = binding === null ? undefined : found.bindings.get(binding);
      const name = port.attributes.get("name") ?? "";
      if (binding === null || named === undefined) {
        notes.add(
          "error",
          "missing-part",
          { what: `binding ${binding === null ? "" : localPart(binding)}` },
          { line: port.line, item: [name] },
        );
        return [];
      }
      const address =
        port.children.find(({ local }) => local === "address")?.attributes.get("location") ?? "";
      return portOf({ name, address, port, binding: named }, found, schemas.set, notes, root);
    }),
  }));
  if (services.length > 0 || found.bindings.size === 0) return services;
  // A description without a service still says what can be called, not where.
  const ports = [...found.bindings].flatMap(([name, binding]) =>
    portOf(
      { name: localPart(name), address: "", port: null, binding },
      found,
      schemas.set,
      notes,
      binding.root,
    ),
  );
  return [{ name: "", docs: "", ports }];
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
  if (root === null) return;
  if (root.namespace === namespaces.schema && root.local === "schema")
    return schemas.add(root, path);
  if (root.namespace !== w) return;
  const namespace = root.attributes.get("targetNamespace") ?? "";
  for (const child of childrenOf(root, w)) {
    const named: Named = { element: child, root, namespace };
    const key = qname(namespace, child.attributes.get("name") ?? "");
    if (child.local === "message") found.messages.set(key, named);
    else if (child.local === "portType") found.portTypes.set(key, named);
    else if (child.local === "binding") found.bindings.set(key, named);
    else if (child.local === "service") found.services.push(named);
    else if (child.local === "types")
      for (const schema of childrenOf(child, namespaces.schema, "schema"))
        schemas.add(schema, path);
    else if (child.local === "import") {
      const next = files.follow(path, child.attributes.get("location") ?? "");
      if (next !== null) gather(next, files, schemas, found, seen);
    }
  }
}

interface PortParts {
  readonly name: string;
  readonly address: string;
  readonly port: XmlElement | null;
  readonly binding: Named;
}

function portOf(
  { name, address, port, binding }: PortParts,
  found: Definitions,
  set: SchemaSet,
  notes: Notes,
  root: XmlElement,
): readonly WsdlPort[] {
  const kind = binding.element.children.find(
    ({ local, namespace }) => local === "binding" && namespace !== w,
  );
  const protocol = protocolOf(kind?.namespace ?? "");
  if (kind === undefined || protocol === null) {
    notes.add("warning", "binding-left", { name }, { line: binding.element.line });
    return [];
  }
  const type = namedBy(binding.element, "type", binding.namespace);
  const portType = type === null ? undefined : found.portTypes.get(type);
  if (portType === undefined)
    notes.add(
      "error",
      "missing-part",
      { what: `portType ${type === null ? "" : localPart(type)}` },
      { line: binding.element.line },
    );
  const operations = childrenOf(binding.element, w, "operation").map((bound): WsdlOperation => {
    const abstract = abstractOf(bound, portType?.element);
    const parts: OperationParts = {
      bound,
      abstract,
      kind,
      found,
      namespace: portType?.namespace ?? binding.namespace,
    };
    return {
      name: bound.attributes.get("name") ?? "",
      docs: [abstract, bound]
        .flatMap((element) => (element === undefined ? [] : [documentationOf(element)]))
        .filter(Boolean)
        .join("\n\n"),
      call: protocol === "http" ? httpCall(parts, set) : soapCall(parts),
    };
  });
  return [
    {
      name,
      address: address.trim(),
      protocol,
      operations,
      docs: port === null ? "" : documentationOf(port),
      security: [
        ...new Set([
          ...securityOf(binding.element, binding.root),
          ...(port === null ? [] : securityOf(port, root)),
        ]),
      ],
    },
  ];
}

function protocolOf(namespace: string): WsdlPort["protocol"] | null {
  if (namespace === namespaces.soap1Binding) return "soap-1.1";
  if (namespace === namespaces.soap2Binding) return "soap-1.2";
  return namespace === namespaces.httpBinding ? "http" : null;
}

/** The operation of the port type a bound one stands for; names may be overloaded and are then told apart by their messages' names. */
function abstractOf(bound: XmlElement, portType: XmlElement | undefined): XmlElement | undefined {
  if (portType === undefined) return undefined;
  const name = bound.attributes.get("name");
  const same = childrenOf(portType, w, "operation").filter(
    (one) => one.attributes.get("name") === name,
  );
  const ioName = (element: XmlElement, local: string): string | undefined =>
    childrenOf(element, w, local)[0]?.attributes.get("name");
  return (
    same.find(
      (one) =>
        ioName(one, "input") === ioName(bound, "input") &&
        ioName(one, "output") === ioName(bound, "output"),
    ) ?? same[0]
  );
}

interface OperationParts {
  readonly bound: XmlElement;
  readonly abstract: XmlElement | undefined;
  /** `soap:binding` or `http:binding`. */
  readonly kind: XmlElement;
  readonly found: Definitions;
  readonly namespace: string;
}

function extension(element: XmlElement, local: string): XmlElement | undefined {
  for (const child of element.children) {
    if (child.local === local && child.namespace !== w) return child;
    // A SOAP body with attachments stands in a part of a multipart.
    if (
      child.namespace === namespaces.mimeBinding ||
      (child.local === "part" && child.namespace !== w)
    ) {
      const inner = extension(child, local);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

function soapCall(parts: OperationParts): OperationCall {
  const { bound, kind } = parts;
  const operation = bound.children.find(
    ({ local, namespace }) => local === "operation" && namespace !== w,
  );
  const style = operation?.attributes.get("style") ?? kind.attributes.get("style") ?? "document";
  const rpc = style === "rpc";
  return {
    kind: "soap",
    action: operation?.attributes.get("soapAction") ?? "",
    input: messageOf(parts, "input", rpc),
    output: messageOf(parts, "output", rpc),
    faults: childrenOf(parts.abstract ?? bound, w, "fault").map((fault): WsdlFault => {
      const message = namedBy(fault, "message", parts.namespace);
      const [part = null] = message === null ? [] : partsOf(message, parts.found);
      return { name: fault.attributes.get("name") ?? "Fault", part };
    }),
  };
}

function messageOf(
  { bound, abstract, found, namespace }: OperationParts,
  direction: "input" | "output",
  rpc: boolean,
): WsdlMessage | null {
  const [io] = abstract === undefined ? [] : childrenOf(abstract, w, direction);
  const message = io === undefined ? null : namedBy(io, "message", namespace);
  if (message === null) return null;
  const [binding] = childrenOf(bound, w, direction);
  const body = binding === undefined ? undefined : extension(binding, "body");
  const only = body?.attributes.get("parts");
  const names = only === undefined ? null : new Set(only.split(/\s+/).filter(Boolean));
  const headers = (binding === undefined ? [] : deep(binding, "header")).flatMap((header) => {
    const of = namedBy(header, "message", namespace);
    const name = header.attributes.get("part");
    return of === null ? [] : partsOf(of, found).filter((part) => part.name === name);
  });
  const inHeader = new Set(
    (binding === undefined ? [] : deep(binding, "header"))
      .filter((header) => namedBy(header, "message", namespace) === message)
      .map((header) => header.attributes.get("part")),
  );
  const all = partsOf(message, found).filter(({ name }) =>
    names === null ? !inHeader.has(name) : names.has(name),
  );
  const operation = bound.attributes.get("name") ?? "";
  const around = body?.attributes.get("namespace") ?? (rpc ? namespace : "");
  return {
    style: rpc ? "rpc" : "document",
    wrapper: rpc ? qname(around, direction === "input" ? operation : `${operation}Response`) : null,
    encoded: body?.attributes.get("use") === "encoded",
    headers,
    body: all,
  };
}

function deep(element: XmlElement, local: string): readonly XmlElement[] {
  return element.children.flatMap((child) =>
    child.local === local && child.namespace !== w
      ? [child]
      : child.namespace === namespaces.mimeBinding
        ? deep(child, local)
        : [],
  );
}

function partsOf(message: QName, found: Definitions): readonly MessagePart[] {
  const named = found.messages.get(message);
  if (named === undefined) return [];
  return childrenOf(named.element, w, "part").map((part) => ({
    name: part.attributes.get("name") ?? "",
    element: namedBy(part, "element", named.namespace),
    type: namedBy(part, "type", named.namespace),
  }));
}

function httpCall(
  { bound, abstract, kind, found, namespace }: OperationParts,
  set: SchemaSet,
): OperationCall {
  const operation = bound.children.find(
    ({ local, namespace: of }) => local === "operation" && of !== w,
  );
  const [io] = abstract === undefined ? [] : childrenOf(abstract, w, "input");
  const message = io === undefined ? null : namedBy(io, "message", namespace);
  const parts = message === null ? [] : partsOf(message, found);
  const method = (kind.attributes.get("verb") ?? "GET").toUpperCase();
  const [binding] = childrenOf(bound, w, "input");
  return {
    kind: "http",
    method,
    location: operation?.attributes.get("location") ?? "",
    input: httpInput(binding, parts, method, set),
  };
}

function httpInput(
  binding: XmlElement | undefined,
  parts: readonly MessagePart[],
  method: string,
  set: SchemaSet,
): HttpInput {
  const how = binding?.children.find(({ namespace }) => namespace !== w);
  const fields = parts.map(({ name, type }) => ({
    name,
    value: type === null ? "" : (valueOfType(type, set) ?? ""),
  }));
  if (how?.local === "urlReplacement") return { kind: "path", fields };
  if (how?.local === "urlEncoded") return { kind: method === "GET" ? "query" : "form", fields };
  if (how?.local === "mimeXml") return { kind: "xml", part: parts[0] ?? null, type: "text/xml" };
  const type = how?.local === "content" ? (how.attributes.get("type") ?? "") : "";
  if (type === "application/x-www-form-urlencoded") return { kind: "form", fields };
  if (/xml/.test(type)) return { kind: "xml", part: parts[0] ?? null, type };
  if (parts.length === 0) return { kind: "none" };
  return { kind: method === "GET" ? "query" : "form", fields };
}
