import { tokensOf } from "../import/graphql/tokens.ts";

/** An operation of a document, in its order. */
export interface Operation {
  readonly kind: "query" | "mutation" | "subscription";
  /** "" for one without a name. */
  readonly name: string;
  /** Offset of its first character. */
  readonly from: number;
}

const kinds = ["query", "mutation", "subscription"] as const;

/**
 * The operations of a document (GraphQL October 2021, 2.3), also of one that is being typed: what cannot be read is passed over, and a
 * bracket that is missing hides what follows it. Never throws.
 */
export function operationsOf(document: string): readonly Operation[] {
  const found: Operation[] = [];
  const tokens = tokensOf(document);
  let depth = 0;
  /** Where a definition may begin, and not after its first word. */
  let start = true;
  for (const [index, { kind: type, text, from }] of tokens.entries()) {
    if (type === "string") continue;
    if (start && depth === 0) {
      const kind = type === "name" ? kinds.find((one) => one === text) : undefined;
      const next = tokens[index + 1];
      if (kind !== undefined) {
        found.push({ kind, name: next?.kind === "name" ? next.text : "", from });
        start = false;
      } else if (text === "{") found.push({ kind: "query", name: "", from });
      else if (type === "name") start = false;
    }
    if (/^[([{]$/.test(text)) depth += 1;
    else if (/^[)\]}]$/.test(text)) {
      depth = Math.max(0, depth - 1);
      if (depth === 0 && text === "}") start = true;
    }
  }
  return found;
}
