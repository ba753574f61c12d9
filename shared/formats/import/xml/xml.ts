import { SaxesParser } from "saxes";
import type { SyntaxProblem } from "../read-json.ts";

/** An element of an XML document, namespaces resolved. */
export interface XmlElement {
  /** "" for none. */
  readonly namespace: string;
  readonly local: string;
  /** By local name; in a namespace as `{uri}local`. Namespace declarations are not among them. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Text and elements in the order they stand in. */
  readonly content: readonly (string | XmlElement)[];
  /** Its own text and that of CDATA sections, one after the other. */
  readonly text: string;
  /** Counts from 1. */
  readonly line: number;
  /** Prefixes it declares itself, with their namespaces. */
  readonly declared: ReadonlyMap<string, string>;
  /** Namespace of a prefix here; "" is the default namespace. */
  namespaceOf(prefix: string): string | undefined;
}

/** What could be read; with a problem, everything before it. */
export interface ReadXml {
  readonly root: XmlElement | null;
  readonly problem: SyntaxProblem | null;
}

/** Deeper than any real document. */
const maxDepth = 500;

interface Open {
  readonly element: XmlElement;
  readonly children: XmlElement[];
  readonly content: (string | XmlElement)[];
}

/**
 * Reads XML 1.0 with namespaces. A document type declaration is passed over: no entity it declares is known and nothing it names is
 * fetched, so the text cannot grow while it is read. Never throws.
 */
export function parseXml(text: string): ReadXml {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: Open[] = [];
  let root: XmlElement | null = null;
  let problem: SyntaxProblem | null = null;

  const stop = (reason: string): void => {
    problem ??= { line: parser.line, column: parser.column + 1, reason };
  };
  parser.on("error", (error) => stop(plain(error.message)));
  parser.on("opentag", (tag) => {
    if (problem !== null) return;
    if (open.length >= maxDepth) return stop("elements are nested too deep");
    const above = open.at(-1);
    const children: XmlElement[] = [];
    const content: (string | XmlElement)[] = [];
    const declared = new Map(Object.entries(tag.ns));
    const attributes = new Map<string, string>();
    for (const attribute of Object.values(tag.attributes)) {
      if (attribute.name === "xmlns" || attribute.prefix === "xmlns") continue;
      const { uri, local, value } = attribute;
      attributes.set(uri === "" ? local : `{${uri}}${local}`, value);
    }
    const element: XmlElement = {
      namespace: tag.uri,
      local: tag.local,
      attributes,
      children,
      content,
      get text() {
        return content.filter((piece) => typeof piece === "string").join("");
      },
      line: parser.line,
      declared,
      namespaceOf: (prefix) =>
        declared.get(prefix) ??
        (above === undefined ? known(prefix) : above.element.namespaceOf(prefix)),
    };
    if (above === undefined) root ??= element;
    else {
      above.children.push(element);
      above.content.push(element);
    }
    open.push({ element, children, content });
  });
  const words = (piece: string): void => {
    if (problem === null) open.at(-1)?.content.push(piece);
  };
  parser.on("text", words);
  parser.on("cdata", words);
  parser.on("closetag", () => {
    if (problem === null) open.pop();
  });
  try {
    parser.write(text).close();
  } catch (error) {
    stop(error instanceof Error ? plain(error.message) : "the text cannot be read");
  }
  return { root, problem };
}

function known(prefix: string): string | undefined {
  return prefix === "xml" ? "http://www.w3.org/XML/1998/namespace" : undefined;
}

/** The parser's sentence without the place before it. */
function plain(message: string): string {
  return message.replace(/^(?:\S*:)?\d+:\d+:\s*/, "").replace(/\.$/, "");
}

/** True for a text that begins as an XML document does. */
export function looksXml(text: string): boolean {
  return /^\s*<(?:\?xml[\s?]|!--|!DOCTYPE\s|[A-Za-z_][\w.-]*(?::[\w.-]+)?[\s/>])/.test(text);
}
