import type { Field, GraphqlSchema, GraphqlType, InputValue, TypeRef } from "./schema.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** An operation or fragment that stands in a document. */
export interface Executable {
  readonly kind: "query" | "mutation" | "subscription" | "fragment";
  readonly name: string;
  readonly text: string;
  /** Fragments it spreads. */
  readonly spreads: readonly string[];
}

/** What a document says. */
export interface Document {
  readonly schema: GraphqlSchema;
  readonly executables: readonly Executable[];
  /** Offsets of definitions that could not be read, with a few words; the rest is there. */
  readonly problems: readonly { readonly at: number; readonly reason: string }[];
}

type Types = Map<string, GraphqlType>;
type Roots = {
  query: string | null;
  mutation: string | null;
  subscription: string | null;
  named: boolean;
  description: string;
};

class Unreadable extends Error {
  readonly at: number;
  constructor(at: number, reason: string) {
    super(reason);
    this.at = at;
  }
}

/** Deeper than any real type. */
const maxDepth = 100;

/** Reads a document of GraphQL (October 2021): type system definitions and extensions, operations and fragments. Never throws. */
export function readDocument(text: string): Document {
  const tokens = tokensOf(text);
  const types: Types = new Map();
  const interfaces = new Map<string, string[]>();
  const roots: Roots = {
    query: null,
    mutation: null,
    subscription: null,
    named: false,
    description: "",
  };
  const executables: Executable[] = [];
  const problems: { at: number; reason: string }[] = [];
  const reader = createReader(tokens, text);
  while (!reader.done()) {
    const start = reader.position();
    try {
      readDefinition(reader, { types, interfaces, roots, executables });
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      problems.push({ at: error.at, reason: error.message });
      reader.skipDefinition(start);
    }
  }
  for (const [name, members] of interfaces) {
    const type = types.get(name);
    if (type?.kind === "interface") types.set(name, { ...type, possible: members });
  }
  const root = (name: string): string | null =>
    !roots.named && types.get(name)?.kind === "object" ? name : null;
  const schema: GraphqlSchema = {
    types,
    description: roots.description,
    query: roots.query ?? root("Query"),
    mutation: roots.mutation ?? root("Mutation"),
    subscription: roots.subscription ?? root("Subscription"),
  };
  return { schema, executables, problems };
}

interface Reader {
  done(): boolean;
  position(): number;
  peek(): string;
  peekKind(): Token["kind"] | "end";
  /** Takes a mark or word when it is next. */
  take(text: string): boolean;
  need(text: string): void;
  name(): string;
  /** A description when one is next. */
  description(): string;
  /** One value, spelled as in the text. */
  value(): string;
  /** What lies between brackets that begin here, and the offset behind them. */
  skipGroup(): void;
  /** Goes to the next definition at the top after `start`. */
  skipDefinition(start: number): void;
  /** Text from a token to the one before this. */
  textFrom(position: number): string;
  spreadsFrom(position: number): readonly string[];
}

const definitions =
  /^(?:schema|type|interface|union|enum|input|scalar|directive|extend|query|mutation|subscription|fragment)$/;

function createReader(tokens: readonly Token[], text: string): Reader {
  let at = 0;
  const token = (): Token | undefined => tokens[at];
  const fail = (wanted: string): never => {
    const found = token();
    throw new Unreadable(
      found?.from ?? text.length,
      found === undefined
        ? `the text ends where ${wanted} should be`
        : `${wanted} should stand before “${found.text.slice(0, 40)}”`,
    );
  };
  const isNext = (wanted: string): boolean => {
    const found = token();
    return found !== undefined && found.kind !== "string" && found.text === wanted;
  };
  const reader: Reader = {
    done: () => at >= tokens.length,
    position: () => at,
    peek: () => (token()?.kind === "string" ? "" : (token()?.text ?? "")),
    peekKind: () => token()?.kind ?? "end",
    take: (wanted) => {
      if (!isNext(wanted)) return false;
      at += 1;
      return true;
    },
    need: (wanted) => {
      if (!reader.take(wanted)) fail(`“${wanted}”`);
    },
    name: () => {
      const found = token();
      if (found?.kind !== "name") return fail("a name");
      at += 1;
      return found.text;
    },
    description: () => {
      const found = token();
      if (found?.kind !== "string") return "";
      at += 1;
      return found.text;
    },
    value: () => {
      const from = at;
      if (isNext("[") || isNext("{")) reader.skipGroup();
      else {
        reader.take("$");
        if (reader.done() || (token()?.kind === "mark" && !isNext("-"))) fail("a value");
        at += 1;
      }
      return reader.textFrom(from);
    },
    skipGroup: () => {
      let depth = 0;
      do {
        const found = token();
        if (found === undefined) return fail("a closing bracket");
        if (found.kind === "mark" && /[[({]/.test(found.text)) depth += 1;
        if (found.kind === "mark" && /[\])}]/.test(found.text)) depth -= 1;
        at += 1;
      } while (depth > 0);
    },
    skipDefinition: (start) => {
      at = Math.max(at, start + 1);
      let depth = 0;
      for (; at < tokens.length; at += 1) {
        const { kind, text: word } = tokens[at] ?? { kind: "other", text: "" };
        if (kind === "mark" && word === "{") depth += 1;
        // Where a bracket is missing the next word at the start of a line still begins a definition.
        const first = /(?:^|\n)$/.test(text.slice(0, tokens[at]?.from ?? 0).slice(-1));
        if (kind === "mark" && word === "}") depth -= 1;
        else if (kind === "name" && definitions.test(word) && (depth <= 0 || first)) return;
      }
    },
    textFrom: (position) => text.slice(tokens[position]?.from ?? 0, tokens[at - 1]?.to ?? 0),
    spreadsFrom: (position) =>
      tokens.slice(position, at).flatMap((one, index, all) => {
        const next = all[index + 1];
        return one.text === "..." && next?.kind === "name" && next.text !== "on" ? [next.text] : [];
      }),
  };
  return reader;
}

interface Found {
  readonly types: Types;
  /** Interface → types that implement it. */
  readonly interfaces: Map<string, string[]>;
  readonly roots: Roots;
  readonly executables: Executable[];
}

function readDefinition(reader: Reader, found: Found): void {
  const start = reader.position();
  const description = reader.description();
  const extending = reader.take("extend");
  if (reader.peek() === "{") return readExecutable(reader, "query", start, found);
  const word = reader.name();
  switch (word) {
    case "schema":
      return readSchema(reader, description, found);
    case "type":
    case "interface":
    case "input":
    case "enum":
    case "union":
    case "scalar":
      return readType(reader, word === "type" ? "object" : word, description, extending, found);
    case "directive":
      return skipDirective(reader);
    case "query":
    case "mutation":
    case "subscription":
    case "fragment":
      return readExecutable(reader, word, start, found);
    default:
      throw new Unreadable(0, `“${word}” begins no definition`);
  }
}

function readSchema(reader: Reader, description: string, { roots }: Found): void {
  readDirectives(reader);
  roots.named = true;
  roots.description ||= description;
  if (!reader.take("{")) return;
  while (!reader.take("}")) {
    const operation = reader.name();
    reader.need(":");
    const type = reader.name();
    if (operation === "query" || operation === "mutation" || operation === "subscription")
      roots[operation] ??= type;
  }
}

function skipDirective(reader: Reader): void {
  reader.need("@");
  reader.name();
  if (reader.peek() === "(") reader.skipGroup();
  reader.take("repeatable");
  reader.need("on");
  reader.take("|");
  do reader.name();
  while (reader.take("|"));
}

function readExecutable(
  reader: Reader,
  kind: Executable["kind"],
  start: number,
  { executables }: Found,
): void {
  const name = reader.peekKind() === "name" ? reader.name() : "";
  while (reader.peek() !== "{") {
    if (reader.peek() === "(") reader.skipGroup();
    else if (!reader.take("@") && !reader.take("on")) reader.name();
  }
  reader.skipGroup();
  executables.push({
    kind,
    name,
    text: reader.textFrom(start),
    spreads: reader.spreadsFrom(start),
  });
}

function readType(
  reader: Reader,
  kind: GraphqlType["kind"],
  description: string,
  extending: boolean,
  { types, interfaces }: Found,
): void {
  const name = reader.name();
  if (reader.take("implements")) {
    reader.take("&");
    do {
      const of = reader.name();
      interfaces.set(of, [...(interfaces.get(of) ?? []), name]);
      reader.take("&");
    } while (reader.peekKind() === "name" && !definitions.test(reader.peek()));
  }
  readDirectives(reader);
  const own: GraphqlType = {
    kind,
    name,
    description,
    fields: kind === "object" || kind === "interface" ? readFields(reader) : [],
    inputs: kind === "input" ? readInputs(reader, "{", "}") : [],
    values: kind === "enum" ? readValues(reader) : [],
    possible: kind === "union" ? readMembers(reader) : [],
  };
  const before = types.get(name);
  if (before === undefined || (!extending && before.kind !== kind)) types.set(name, own);
  else
    types.set(name, {
      ...before,
      description: before.description || description,
      fields: [...before.fields, ...own.fields],
      inputs: [...before.inputs, ...own.inputs],
      values: [...before.values, ...own.values],
      possible: [...before.possible, ...own.possible],
    });
}

/** Directives of a definition; of `@deprecated` its reason. */
function readDirectives(reader: Reader): { readonly deprecated: string | null } {
  let deprecated: string | null = null;
  while (reader.take("@")) {
    const name = reader.name();
    let reason = "";
    if (reader.take("("))
      while (!reader.take(")")) {
        const key = reader.name();
        reader.need(":");
        if (key === "reason" && reader.peekKind() === "string") reason = reader.description();
        else reader.value();
      }
    if (name === "deprecated") deprecated = reason || "No longer supported";
  }
  return { deprecated };
}

function readFields(reader: Reader): readonly Field[] {
  const fields: Field[] = [];
  if (!reader.take("{")) return fields;
  while (!reader.take("}")) {
    const description = reader.description();
    const name = reader.name();
    const args = readInputs(reader, "(", ")");
    reader.need(":");
    const type = readTypeRef(reader, 0);
    fields.push({ name, description, args, type, ...readDirectives(reader) });
  }
  return fields;
}

function readInputs(reader: Reader, open: string, close: string): readonly InputValue[] {
  const inputs: InputValue[] = [];
  if (!reader.take(open)) return inputs;
  while (!reader.take(close)) {
    const description = reader.description();
    const name = reader.name();
    reader.need(":");
    const type = readTypeRef(reader, 0);
    const standard = reader.take("=") ? reader.value() : null;
    readDirectives(reader);
    inputs.push({ name, description, type, standard });
  }
  return inputs;
}

function readValues(reader: Reader): readonly string[] {
  const values: string[] = [];
  if (!reader.take("{")) return values;
  while (!reader.take("}")) {
    reader.description();
    values.push(reader.name());
    readDirectives(reader);
  }
  return values;
}

function readMembers(reader: Reader): readonly string[] {
  if (!reader.take("=")) return [];
  reader.take("|");
  const members = [reader.name()];
  while (reader.take("|")) members.push(reader.name());
  return members;
}

function readTypeRef(reader: Reader, depth: number): TypeRef {
  if (depth > maxDepth) throw new Unreadable(0, "a type is nested too deep");
  let type: TypeRef;
  if (reader.take("[")) {
    type = { kind: "list", of: readTypeRef(reader, depth + 1) };
    reader.need("]");
  } else type = { kind: "named", name: reader.name() };
  return reader.take("!") ? { kind: "required", of: type } : type;
}
