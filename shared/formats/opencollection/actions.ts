import {
  type Action,
  actionScopes,
  type Selector,
  selectorOf,
  selectorText,
} from "../../model/action.ts";
import {
  bodyExpressionOf,
  jsonPathOf,
  singularSteps,
  stepsOfBodyExpression,
} from "../json/json-path.ts";
import { isYamlMap, type YamlData, type YamlMap, yamlMap } from "../yaml/data.ts";
import { withEnvoi } from "./extension.ts";
import { listAt, mapAt, textOf, withField, withFieldIn } from "./fields.ts";
import { noteEntries, patchNotes, patchRows, readNotes, type RowForm } from "./rows.ts";

/*
 * OpenCollection has `runtime.actions` of a request and `request.actions` of a folder or collection (set-variable, method jsonq): what Bruno
 * can say there is written there. A cookie, a pattern and a JSONPath that is more than keys and indexes have no field and go to
 * `extensions.envoi.actions`.
 */

const actionKeys = ["type", "phase", "selector", "variable", "description", "disabled"];
const ownKeys = ["name", "scope", "from", "expression", "description", "disabled"];
const ownKinds = ["json", "cookie", "regex"] as const;

/** The part of a file that has `actions`: `runtime` of a request, `request` of a folder or collection. */
export type ActionsPart = "runtime" | "request";

/** The actions of a file: those of its part, then our own. */
export function readActions(file: YamlMap, part: ActionsPart): readonly Action[] {
  return [...nativeRows(file, part).map(readNative), ...ownRows(file).map(readOwn)];
}

const nativeRows = (file: YamlMap, part: ActionsPart) => listAt(mapAt(file, part), "actions");
const ownRows = (file: YamlMap) => listAt(mapAt(file, "extensions", "envoi"), "actions");

function readNative(data: YamlData): Action {
  if (!isYamlMap(data)) return action("", "runtime", { kind: "other", expression: textOf(data) });
  const variable = mapAt(data, "variable");
  const expression = textOf(mapAt(data, "selector").get("expression"));
  const followed =
    textOf(data.get("phase")) === "after-response" && textOf(data.get("type")) === "set-variable";
  return {
    ...action(
      textOf(variable.get("name")),
      textOf(variable.get("scope")),
      followed ? selectorOfExpression(expression) : { kind: "other", expression },
    ),
    ...readNotes(data),
  };
}

function readOwn(data: YamlData): Action {
  const map = isYamlMap(data) ? data : new Map<string, YamlData>();
  const from = textOf(map.get("from"));
  const kind = ownKinds.find((one) => one === from) ?? "other";
  const selector = selectorOf(kind, textOf(map.get("expression")));
  return {
    ...action(textOf(map.get("name")), textOf(map.get("scope")), selector),
    ...readNotes(map),
  };
}

function action(name: string, scope: string, selector: Selector): Action {
  return { name, scope: actionScopes.find((one) => one === scope) ?? "runtime", selector };
}

const headerForms: readonly RegExp[] = [
  /^res\.headers\.([\w]+)$/,
  /^res\.headers\["([^"\\]+)"\]$/,
  /^res\.headers\['([^'\\]+)'\]$/,
  /^res\.getHeader\(\s*"([^"\\]+)"\s*\)$/,
  /^res\.getHeader\(\s*'([^'\\]+)'\s*\)$/,
];

/** What an expression of Bruno's reads, when it is a plain place in the response; else it is a script. */
export function selectorOfExpression(expression: string): Selector {
  const text = expression.trim();
  if (/^res\.(?:status|getStatus\(\))$/.test(text)) return { kind: "status" };
  for (const form of headerForms) {
    const name = form.exec(text)?.[1];
    if (name !== undefined) return { kind: "header", name };
  }
  const steps = stepsOfBodyExpression(text);
  return steps === null ? { kind: "other", expression } : { kind: "json", path: jsonPathOf(steps) };
}

/** The same in Bruno's words; null when there are none. */
function expressionOf(selector: Selector): string | null {
  switch (selector.kind) {
    case "status":
      return "res.status";
    case "header":
      // Bruno's header names are in lower case.
      return `res.headers[${JSON.stringify(selector.name.toLowerCase())}]`;
    case "json": {
      const steps = singularSteps(selector.path);
      return steps === null ? null : bodyExpressionOf(steps);
    }
    case "other":
      return selector.expression;
    case "cookie":
    case "regex":
      return null;
  }
}

const isNative = ({ selector }: Action): boolean => expressionOf(selector) !== null;

/** The file with other actions. Rows that stay keep their bytes. `orders`: of the file's keys, and of those inside the part. */
export function patchActions(
  file: YamlMap,
  part: ActionsPart,
  after: readonly Action[],
  orders: { readonly outer: readonly string[]; readonly inner: readonly string[] },
): YamlMap {
  const native = nativeRows(file, part);
  const own = ownRows(file);
  const next = withFieldIn(
    file,
    part,
    "actions",
    patchRows(native, native.map(readNative), after.filter(isNative), nativeForm),
    orders,
  );
  const rows = patchRows(
    own,
    own.map(readOwn),
    after.filter((one) => !isNative(one)),
    ownForm,
  );
  return own.length === 0 && (rows === undefined || rows === own)
    ? next
    : withEnvoi(next, "actions", rows, orders.outer);
}

const nativeForm: RowForm<Action> = {
  patch: (data, before, after) => {
    const expression = expressionOf(after.selector) ?? "";
    const variable = withField(
      withField(mapAt(data, "variable"), "name", after.name, ["name", "scope"]),
      "scope",
      after.scope,
      ["name", "scope"],
    );
    const changed = expression !== expressionOf(before.selector);
    const selector = changed
      ? withField(mapAt(data, "selector"), "expression", expression, ["expression", "method"])
      : data.get("selector");
    const next = withField(
      withField(data, "selector", selector, actionKeys),
      "variable",
      variable,
      actionKeys,
    );
    return patchNotes(next, before, after, actionKeys);
  },
  create: (row) =>
    yamlMap([
      ["type", "set-variable"],
      ["phase", "after-response"],
      [
        "selector",
        yamlMap([
          ["expression", expressionOf(row.selector) ?? ""],
          ["method", "jsonq"],
        ]),
      ],
      [
        "variable",
        yamlMap([
          ["name", row.name],
          ["scope", row.scope],
        ]),
      ],
      ...noteEntries(row),
    ]),
};

const ownForm: RowForm<Action> = {
  patch: (data, before, after) => {
    let next = data;
    if (before.name !== after.name) next = withField(next, "name", after.name, ownKeys);
    if (before.scope !== after.scope) next = withField(next, "scope", after.scope, ownKeys);
    if (before.selector.kind !== after.selector.kind)
      next = withField(next, "from", after.selector.kind, ownKeys);
    const expression = selectorText(after.selector);
    if (selectorText(before.selector) !== expression)
      next = withField(next, "expression", expression, ownKeys);
    return patchNotes(next, before, after, ownKeys);
  },
  create: (row) =>
    yamlMap([
      ["name", row.name],
      ["scope", row.scope],
      ["from", row.selector.kind],
      ["expression", selectorText(row.selector)],
      ...noteEntries(row),
    ]),
};
