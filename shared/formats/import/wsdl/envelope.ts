import type { MessagePart, WsdlFault, WsdlMessage, WsdlPort } from "./description.ts";
import { localPart, namespacePart, namespaces, type QName } from "./names.ts";
import { createSample, escaped, type SampleWriter } from "./sample.ts";
import type { SchemaSet } from "./schema-set.ts";

/** Prefixes of one message: those the description uses where they are free. */
export interface Prefixes {
  of(namespace: string): string;
  /** Declarations for everything that was given out. */
  readonly declared: ReadonlyMap<string, string>;
}

/** `wished`: prefixes of the description by namespace. */
export function createPrefixes(wished: ReadonlyMap<string, string>): Prefixes {
  const given = new Map<string, string>();
  const fixed = new Map<string, string>([
    [namespaces.instance, "xsi"],
    [namespaces.schema, "xsd"],
    [namespaces.encoding1, "soapenc"],
  ]);
  const taken = new Set(["soap", "xml", "xmlns", ...fixed.values()]);
  return {
    declared: given,
    of: (namespace) => {
      if (namespace === "") return "";
      const known = given.get(namespace);
      if (known !== undefined) return known;
      let prefix = fixed.get(namespace) ?? wished.get(namespace) ?? "";
      if (!fixed.has(namespace) && (prefix === "" || taken.has(prefix))) {
        let number = 1;
        while (taken.has(`ns${number}`)) number += 1;
        prefix = `ns${number}`;
      }
      taken.add(prefix);
      given.set(namespace, prefix);
      return prefix;
    },
  };
}

/** What a message needs to be written. */
export interface EnvelopeContext {
  readonly set: SchemaSet;
  readonly wished: ReadonlyMap<string, string>;
  readonly missing: (name: QName) => void;
}

/** A SOAP message with sample values (SOAP 1.1, 4; SOAP 1.2 part 1, 5). */
export function envelope(
  message: WsdlMessage | null,
  protocol: WsdlPort["protocol"],
  context: EnvelopeContext,
): string {
  const { writer, prefixes } = writing(context);
  const header = (message?.headers ?? []).flatMap((part) => partLines(part, writer, "    ", false));
  return wrapped(
    protocol,
    prefixes,
    header,
    message === null ? [] : bodyLines(message, protocol, writer, prefixes),
  );
}

/** A SOAP fault that carries a detail. */
export function faultEnvelope(
  { name, part }: WsdlFault,
  protocol: WsdlPort["protocol"],
  context: EnvelopeContext,
): string {
  const { writer, prefixes } = writing(context);
  const detail = part === null ? [] : partLines(part, writer, "        ", false);
  const lines =
    protocol === "soap-1.1"
      ? [
          "    <soap:Fault>",
          "      <faultcode>soap:Server</faultcode>",
          `      <faultstring>${escaped(name)}</faultstring>`,
          ...(detail.length === 0 ? [] : ["      <detail>", ...detail, "      </detail>"]),
          "    </soap:Fault>",
        ]
      : [
          "    <soap:Fault>",
          "      <soap:Code>",
          "        <soap:Value>soap:Receiver</soap:Value>",
          "      </soap:Code>",
          "      <soap:Reason>",
          `        <soap:Text xml:lang="en">${escaped(name)}</soap:Text>`,
          "      </soap:Reason>",
          ...(detail.length === 0
            ? []
            : ["      <soap:Detail>", ...detail, "      </soap:Detail>"]),
          "    </soap:Fault>",
        ];
  return wrapped(protocol, prefixes, [], lines);
}

/** A part alone, with its namespaces: the body of an HTTP binding. */
export function plainXml(part: MessagePart, context: EnvelopeContext): string {
  const { writer, prefixes } = writing(context);
  const [first = "", ...rest] = partLines(part, writer, "", false);
  const declared = [...prefixes.declared].map(
    ([uri, prefix]) => ` xmlns:${prefix}="${escaped(uri)}"`,
  );
  return [first.replace(/^<[^\s/>]+/, (start) => `${start}${declared.join("")}`), ...rest].join(
    "\n",
  );
}

function writing({ set, wished, missing }: EnvelopeContext): {
  readonly writer: SampleWriter;
  readonly prefixes: Prefixes;
} {
  const prefixes = createPrefixes(wished);
  return { prefixes, writer: createSample(set, { prefix: prefixes.of, missing }) };
}

function bodyLines(
  message: WsdlMessage,
  protocol: WsdlPort["protocol"],
  writer: SampleWriter,
  prefixes: Prefixes,
): readonly string[] {
  const { wrapper, body, encoded } = message;
  if (wrapper === null) return body.flatMap((part) => partLines(part, writer, "    ", encoded));
  const prefix = prefixes.of(namespacePart(wrapper));
  const name = prefix === "" ? localPart(wrapper) : `${prefix}:${localPart(wrapper)}`;
  const encoding = protocol === "soap-1.2" ? namespaces.encoding2 : namespaces.encoding1;
  const style = encoded ? ` soap:encodingStyle="${encoding}"` : "";
  const lines = body.flatMap((part) => partLines(part, writer, "      ", encoded));
  return lines.length === 0
    ? [`    <${name}${style}/>`]
    : [`    <${name}${style}>`, ...lines, `    </${name}>`];
}

function partLines(
  { name, element, type }: MessagePart,
  writer: SampleWriter,
  indent: string,
  encoded: boolean,
): readonly string[] {
  if (element !== null) return writer.element(element, indent);
  return type === null ? [] : writer.typed(name, type, indent, encoded);
}

function wrapped(
  protocol: WsdlPort["protocol"],
  prefixes: Prefixes,
  header: readonly string[],
  body: readonly string[],
): string {
  const own = protocol === "soap-1.2" ? namespaces.soap2 : namespaces.soap1;
  const declared = [...prefixes.declared].map(
    ([uri, prefix]) => ` xmlns:${prefix}="${escaped(uri)}"`,
  );
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<soap:Envelope xmlns:soap="${own}"${declared.join("")}>`,
    ...(header.length === 0 ? [] : ["  <soap:Header>", ...header, "  </soap:Header>"]),
    ...(body.length === 0 ? ["  <soap:Body/>"] : ["  <soap:Body>", ...body, "  </soap:Body>"]),
    "</soap:Envelope>",
  ].join("\n");
}
