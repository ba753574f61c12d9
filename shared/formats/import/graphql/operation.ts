import {
  type Field,
  type GraphqlSchema,
  type GraphqlType,
  type InputValue,
  isNeeded,
  nameOf,
  spelled,
  type TypeRef,
} from "./schema.ts";

/** How far a selection goes below the field that is asked for: enough for edges, nodes and what hangs on them. */
const maxLevels = 3;
/** A selection stays readable. */
const maxFields = 120;
const maxMembers = 8;

/** A query for one field of a root type, with a selection of everything that can be asked for without arguments. */
export function operationText(
  kind: "query" | "mutation" | "subscription",
  field: Field,
  schema: GraphqlSchema,
): string {
  const variables = field.args.map(
    ({ name, type, standard }) =>
      `$${name}: ${spelled(type)}${standard === null ? "" : ` = ${standard}`}`,
  );
  const heads = variables.length === 0 ? "" : `(${variables.join(", ")})`;
  const given = field.args.map(({ name }) => `${name}: $${name}`);
  const args = given.length === 0 ? "" : `(${given.join(", ")})`;
  const selection = selectionOf(nameOf(field.type), schema);
  return [`${kind} ${field.name}${heads} {`, `  ${field.name}${args}${selection}`, "}"].join("\n");
}

function selectionOf(typeName: string, schema: GraphqlSchema): string {
  let left = maxFields;
  const lines = (
    name: string,
    level: number,
    above: readonly string[],
    indent: string,
  ): readonly string[] => {
    const type = schema.types.get(name);
    if (type === undefined) return [];
    const inside = [...above, name];
    const askable = type.fields.filter(
      (field) => field.deprecated === null && !field.args.some(isNeeded),
    );
    const found: string[] = [];
    const plain = askable.filter((field) => !isComposite(schema.types.get(nameOf(field.type))));
    for (const field of plain) {
      if (left <= 0) break;
      left -= 1;
      found.push(indent + field.name);
    }
    const deeper = askable.filter((field) => isComposite(schema.types.get(nameOf(field.type))));
    for (const field of deeper) {
      const of = nameOf(field.type);
      if (level >= maxLevels || inside.includes(of) || left <= 0) continue;
      left -= 1;
      const inner = lines(of, level + 1, inside, `${indent}  `);
      if (inner.length > 0) found.push(`${indent}${field.name} {`, ...inner, `${indent}}`);
    }
    if (type.kind === "union" || type.kind === "interface") {
      const own = new Set(type.fields.map((field) => field.name));
      const members = type.possible.slice(0, maxMembers).flatMap((member) => {
        if (inside.includes(member)) return [];
        const inner = lines(member, level + 1, inside, `${indent}  `).filter(
          (line) => !own.has(line.trim()),
        );
        return isEmptyBlock(inner) ? [] : [`${indent}... on ${member} {`, ...inner, `${indent}}`];
      });
      return [`${indent}__typename`, ...found, ...members];
    }
    // A type of which nothing can be asked for still needs a selection.
    return found.length === 0 ? [`${indent}__typename`] : found;
  };
  if (!isComposite(schema.types.get(typeName))) return "";
  return ` {\n${lines(typeName, 1, [], "    ").join("\n")}\n  }`;
}

/** A block whose lines were all left out, or that only asks for the type. */
function isEmptyBlock(lines: readonly string[]): boolean {
  return lines.every((line) => line.trim() === "__typename");
}

function isComposite(type: GraphqlType | undefined): boolean {
  return (
    type !== undefined &&
    (type.kind === "object" || type.kind === "interface" || type.kind === "union")
  );
}

/** Sample values for the arguments that must be given, as JSON; "" when none must. */
export function variablesText(field: Field, schema: GraphqlSchema): string {
  const needed = field.args.filter(isNeeded);
  if (needed.length === 0) return "";
  return JSON.stringify(
    Object.fromEntries(needed.map((arg) => [arg.name, sampleOf(arg.type, schema, [])])),
    null,
    2,
  );
}

function sampleOf(type: TypeRef, schema: GraphqlSchema, above: readonly string[]): unknown {
  if (type.kind === "required") return sampleOf(type.of, schema, above);
  if (type.kind === "list") {
    const one = sampleOf(type.of, schema, above);
    return one === undefined ? [] : [one];
  }
  const known = schema.types.get(type.name);
  if (known?.kind === "enum") return known.values[0] ?? "";
  if (known?.kind === "input") return inputSample(known, schema, above);
  return scalarSample(type.name);
}

/** An input object inside itself ends: `undefined` where it may be left out. */
function inputSample(type: GraphqlType, schema: GraphqlSchema, above: readonly string[]): unknown {
  if (above.includes(type.name) || above.length >= 6) return undefined;
  const inside = [...above, type.name];
  const fields = type.inputs
    .filter((input) => input.standard === null && (isNeeded(input) || above.length < 2))
    .map((input) => [input.name, sampleOf(input.type, schema, inside)] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

function scalarSample(name: string): unknown {
  switch (name) {
    case "Int":
    case "Long":
    case "BigInt":
      return 1;
    case "Float":
    case "Decimal":
      return 1.5;
    case "Boolean":
      return true;
    case "ID":
      return "1";
    case "Date":
      return "2026-01-31";
    case "DateTime":
    case "Timestamp":
      return "2026-01-31T12:00:00Z";
    case "Time":
      return "12:00:00";
    case "JSON":
    case "JSONObject":
      return {};
    case "URL":
    case "URI":
      return "http://example.org/";
    case "UUID":
      return "00000000-0000-4000-8000-000000000000";
    default:
      return "text";
  }
}

/** What a field is for, its arguments and what it gives, as Markdown. */
export function fieldDocs(field: Field): string {
  const args = field.args.map((arg) => argLine(arg));
  return [
    field.description,
    ...(field.deprecated === null ? [] : [`**Deprecated**: ${field.deprecated}`]),
    ...(args.length === 0 ? [] : [args.join("\n")]),
    `Gives \`${spelled(field.type)}\`.`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function argLine({ name, type, standard, description }: InputValue): string {
  const value = standard === null ? "" : ` = ${standard}`;
  const words = description.replace(/\s+/g, " ").trim();
  return `- \`${name}: ${spelled(type)}${value}\`${words === "" ? "" : `: ${words}`}`;
}
