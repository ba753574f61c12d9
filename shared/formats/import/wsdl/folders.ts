import type { Variable } from "../../../model/variable.ts";
import { collectionData, folderItem } from "../build.ts";
import type { Imported, ImportedCollection, ImportedItem } from "../imported.ts";
import { createNotes, type Notes } from "../note.ts";
import { createRemark } from "../remark.ts";
import { type SourceFile, stem } from "../source-file.ts";
import type { Taken } from "../taken.ts";
import type { XmlElement } from "../xml/xml.ts";
import type { WsdlPort, WsdlService } from "./description.ts";
import { type XmlFiles, xmlFiles } from "./files.ts";
import { childrenOf, documentationOf, localPart, namespaces, type QName } from "./names.ts";
import { operationItem } from "./operation.ts";
import { createSchemas, type SchemaSet } from "./schema-set.ts";
import { readWsdl1 } from "./wsdl-1.ts";
import { readWsdl2 } from "./wsdl-2.ts";

/** Takes WSDL 1.1 and 2.0 with the schemas beside them. Each description that no other one names is a collection. */
export function importWsdlFolders(sources: readonly SourceFile[]): Taken {
  const notes = createNotes("");
  const files = xmlFiles(sources, notes);
  const xml = sources.filter(({ bytes }) => startsAsXml(bytes));
  const descriptions = xml.filter(({ path }) => isDescription(files.root(path)));
  if (descriptions.length === 0) return { parts: [], left: sources };
  const named = new Set(descriptions.flatMap(({ path }) => namedIn(path, files)));
  const roots = descriptions.filter(({ path }) => !named.has(path));
  // Two that name each other are one.
  const tops = roots.length > 0 ? roots : descriptions.slice(0, 1);
  const versions = new Set<string>();
  const collections = tops.map(({ path }) => {
    versions.add(files.root(path)?.namespace === namespaces.wsdl2 ? "WSDL 2.0" : "WSDL 1.1");
    return collectionOf(path, files, notes);
  });
  const part: Imported = {
    format: "wsdl",
    formatName: [...versions].join(", "),
    collections,
    environments: [],
    notes: notes.list,
  };
  const taken = new Set(xml.filter(({ path }) => isPart(files.root(path))));
  return { parts: [part], left: sources.filter((source) => !taken.has(source)) };
}

/** The first byte that is no blank or byte order mark, without decoding all of it. */
function startsAsXml(bytes: Uint8Array): boolean {
  for (const byte of bytes.subarray(0, 200)) {
    if (byte === 0x3c) return true;
    if (![0x20, 0x09, 0x0a, 0x0d, 0x00, 0xef, 0xbb, 0xbf, 0xfe, 0xff].includes(byte)) return false;
  }
  return false;
}

function isDescription(root: XmlElement | null): boolean {
  return (
    (root?.namespace === namespaces.wsdl1 && root.local === "definitions") ||
    (root?.namespace === namespaces.wsdl2 && root.local === "description")
  );
}

function isPart(root: XmlElement | null): boolean {
  return isDescription(root) || (root?.namespace === namespaces.schema && root.local === "schema");
}

function namedIn(path: string, files: XmlFiles): readonly string[] {
  const root = files.root(path);
  if (root === null) return [];
  return childrenOf(root, root.namespace, "import", "include").flatMap((one) => {
    const location = one.attributes.get("location") ?? "";
    const found = location === "" ? null : files.follow(path, location);
    return found === null || found === path ? [] : [found];
  });
}

function collectionOf(path: string, files: XmlFiles, all: Notes): ImportedCollection {
  const notes: Notes = {
    list: all.list,
    add: (severity, code, values, place) =>
      all.add(severity, code, values, { file: path, ...place }),
  };
  const schemas = createSchemas(files);
  const root = files.root(path);
  const read = root?.namespace === namespaces.wsdl2 ? readWsdl2 : readWsdl1;
  const services = read(path, files, schemas, notes).filter(({ ports }) => ports.length > 0);
  const name = root?.attributes.get("name") || onlyName(services) || stem(path) || "WSDL";
  const addresses = new Set(services.flatMap(({ ports }) => ports.map(({ address }) => address)));
  const shared = addresses.size === 1 ? [...addresses] : [];
  const context: PortContext = {
    set: schemas.set,
    wished: root === null ? new Map() : prefixesIn(root),
    notes,
    shared: shared.length > 0,
  };
  const children = services.flatMap((service) =>
    serviceItems(service, services.length > 1, context),
  );
  if (children.length === 0) notes.add("error", "nothing-in-it");
  const remark = createRemark(notes, []);
  const security =
    shared.length > 0
      ? [...new Set(services.flatMap(({ ports }) => ports.flatMap((port) => port.security)))]
      : [];
  if (security.length > 0) remark.add("warning", "ws-security", { names: security.join(", ") });
  const docs = [
    root === null ? "" : documentationOf(root),
    ...(services.length === 1 ? [services[0]?.docs ?? ""] : []),
  ];
  return {
    name,
    data: collectionData({
      name,
      docs: docs.filter(Boolean).join("\n\n"),
      remarks: remark.remarks,
      variables: shared.map(endpoint),
    }),
    children,
    environments: [],
    secrets: new Map(),
    files: [],
  };
}

function onlyName(services: readonly WsdlService[]): string {
  return services.length === 1 ? (services[0]?.name ?? "") : "";
}

function endpoint(address: string): Variable {
  return { name: "endpoint", value: address };
}

interface PortContext {
  readonly set: SchemaSet;
  readonly wished: ReadonlyMap<string, string>;
  readonly notes: Notes;
  /** Every port has the same address, which the collection holds. */
  readonly shared: boolean;
}

/** A service's ports: a folder each where there are several, and one around them where there are several services. */
function serviceItems(
  service: WsdlService,
  several: boolean,
  context: PortContext,
): readonly ImportedItem[] {
  const alone = service.ports.length === 1;
  const above = several ? [service.name] : [];
  const items = service.ports.flatMap((port): readonly ImportedItem[] => {
    const place = alone ? above : [...above, port.name];
    const requests = requestsOf(port, place, context);
    return alone
      ? requests
      : [
          folderItem(
            { name: port.name || "port", ...portDefaults(port, place, context) },
            requests,
          ),
        ];
  });
  if (!several) return items;
  const [first] = service.ports;
  const defaults = alone && first !== undefined ? portDefaults(first, above, context) : {};
  return [
    folderItem(
      {
        name: service.name || "service",
        ...defaults,
        docs: [service.docs, alone ? (first?.docs ?? "") : ""].filter(Boolean).join("\n\n"),
      },
      items,
    ),
  ];
}

function portDefaults(
  port: WsdlPort,
  place: readonly string[],
  { notes, shared }: PortContext,
): {
  readonly docs: string;
  readonly variables: readonly Variable[];
  readonly remarks: readonly string[];
} {
  const remark = createRemark(notes, place);
  if (port.security.length > 0 && !shared)
    remark.add("warning", "ws-security", { names: port.security.join(", ") });
  return {
    docs: port.docs,
    variables: shared ? [] : [endpoint(port.address)],
    remarks: remark.remarks,
  };
}

function requestsOf(
  port: WsdlPort,
  place: readonly string[],
  context: PortContext,
): readonly ImportedItem[] {
  return port.operations.map((operation) => {
    const remark = createRemark(context.notes, [...place, operation.name]);
    const told = new Set<QName>();
    const missing = (name: QName): void => {
      if (told.has(name)) return;
      told.add(name);
      remark.add("warning", "type-not-described", { name: localPart(name) });
    };
    return operationItem(
      operation,
      port,
      { set: context.set, wished: context.wished, missing },
      remark,
    );
  });
}

/** Prefixes the description's root declares, by namespace. */
function prefixesIn(root: XmlElement): ReadonlyMap<string, string> {
  const prefixes = new Map<string, string>();
  for (const [prefix, namespace] of root.declared)
    if (prefix !== "" && !prefixes.has(namespace)) prefixes.set(namespace, prefix);
  return prefixes;
}
