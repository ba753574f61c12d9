/** What of a response a variable takes. */
export type Selector =
  /** The first node an RFC 9535 JSONPath finds in the body. */
  | { readonly kind: "json"; readonly path: string }
  /** The value of a header field; of several of one name the first. Case-insensitive. */
  | { readonly kind: "header"; readonly name: string }
  /** The value of a cookie the response sets. */
  | { readonly kind: "cookie"; readonly name: string }
  /** The first match in the body's text: its first group, or all of it when it has none. */
  | { readonly kind: "regex"; readonly pattern: string }
  | { readonly kind: "status" }
  /** An expression of another program, or one that runs at another time: kept, not followed. */
  | { readonly kind: "other"; readonly expression: string };

export type SelectorKind = Selector["kind"];

/** Where the value counts. It is kept in memory: no file gets it. */
export type ActionScope = "runtime" | "request" | "folder" | "collection" | "environment";

export const actionScopes: readonly ActionScope[] = [
  "runtime",
  "request",
  "folder",
  "collection",
  "environment",
];

/** "After the response, keep this of it as that variable." */
export interface Action {
  /** The variable's. */
  readonly name: string;
  readonly scope: ActionScope;
  readonly selector: Selector;
  readonly description?: string;
  readonly disabled?: boolean;
}

/** The one text of a selector that a person types; "" where there is none. */
export function selectorText(selector: Selector): string {
  switch (selector.kind) {
    case "json":
      return selector.path;
    case "header":
    case "cookie":
      return selector.name;
    case "regex":
      return selector.pattern;
    case "status":
      return "";
    case "other":
      return selector.expression;
  }
}

/** A selector of a kind with that text. */
export function selectorOf(kind: SelectorKind, text: string): Selector {
  switch (kind) {
    case "json":
      return { kind, path: text };
    case "header":
    case "cookie":
      return { kind, name: text };
    case "regex":
      return { kind, pattern: text };
    case "status":
      return { kind };
    case "other":
      return { kind, expression: text };
  }
}

/** An action that counts for a request, and whether a folder or the collection gives it. */
export interface ActionInForce {
  readonly action: Action;
  readonly inherited: boolean;
}

/**
 * What is followed after a response: the actions of the collection, of folders outer → inner, and the request's own. Of several for one name
 * the nearest counts, as in Bruno. Those that are switched off or have no name count nowhere.
 * @param above collection first, then folders outer → inner
 */
export function actionsInForce(
  above: readonly { readonly actions?: readonly Action[] | undefined }[],
  own: readonly Action[],
): readonly ActionInForce[] {
  const counts = (action: Action) => action.disabled !== true && action.name !== "";
  let found: readonly ActionInForce[] = [];
  const levels = [...above.map(({ actions = [] }) => actions), own];
  levels.forEach((level, at) => {
    const next = level.filter(counts);
    const names = new Set(next.map(({ name }) => name));
    found = [
      ...found.filter(({ action }) => !names.has(action.name)),
      ...next.map((action) => ({ action, inherited: at < above.length })),
    ];
  });
  return found;
}
