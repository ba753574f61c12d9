import { kindOf } from "../opencollection/info.ts";
import { mapAt, order, textOf, withField } from "../opencollection/fields.ts";
import { withEnvoi } from "../opencollection/extension.ts";
import { variableName } from "./variable-name.ts";
import { variableRows } from "../opencollection/variables.ts";
import { isYamlList, isYamlMap, type YamlData, type YamlMap } from "../yaml/data.ts";
import type {
  Imported,
  ImportedCollection,
  ImportedEnvironment,
  ImportedItem,
} from "./imported.ts";
import { inNetwork } from "./network-secrets.ts";
import { inMessages, inQuery } from "./socket-secrets.ts";
import {
  authSecretFields,
  isLiteral,
  isSecretHeader,
  isSecretName,
  looksSecret,
} from "./secret-signs.ts";

/** A literal secret in what was imported. The same value found again in one collection is one secret. */
export interface FoundSecret {
  /** The same each time the same import is looked through. */
  readonly id: string;
  /** Variable it would become. */
  readonly name: string;
  readonly value: string;
  /** Environment it belongs to, by place in the list of all; null: the collection. */
  readonly environment: string | null;
  /** Every place: names of folders and request, then the field. */
  readonly places: readonly (readonly string[])[];
}

/** Enough of a secret to know it again: never more than a quarter of it. */
export function secretHint(value: string): string {
  const shown = Math.min(4, Math.floor(value.length / 4));
  return `${value.slice(0, shown).replace(/\s/g, " ")}…`;
}

/** Literal secrets of an import: auth, header fields, variables, parameters, form fields and messages of WebSockets. */
export function findSecrets(imported: Imported): readonly FoundSecret[] {
  return look(imported, () => false).found;
}

/**
 * The import with chosen secrets taken out: variables become `secret: true`, literals become `{{name}}`. The values are then in `secrets`
 * of collections and environments, and nowhere in the data.
 */
export function moveSecrets(imported: Imported, chosen: ReadonlySet<string>): Imported {
  return look(imported, (id) => chosen.has(id)).imported;
}

interface Looked {
  readonly imported: Imported;
  readonly found: readonly FoundSecret[];
}

function look(imported: Imported, move: (id: string) => boolean): Looked {
  const found: FoundSecret[] = [];
  const collections = imported.collections.map((collection, index) => {
    const walk = createWalk(`${index}`, takenNames(collection, imported.environments), move);
    const next = inCollection(collection, walk, found);
    found.push(...walk.found());
    return next;
  });
  const environments = imported.environments.map((environment, index) =>
    inEnvironment(environment, `e${index}`, move, found),
  );
  return { imported: { ...imported, collections, environments }, found };
}

/** Collects the secrets of one collection and decides what takes their place. */
interface Walk {
  readonly move: (id: string) => boolean;
  readonly prefix: string;
  /** What is written instead of a literal. */
  literal(value: string, wish: string, place: readonly string[]): string;
  /** True when a variable of the collection or of a folder becomes secret. */
  variable(name: string, value: string, place: readonly string[]): boolean;
  found(): readonly FoundSecret[];
  /** Literals that became variables, name → value. */
  readonly added: Map<string, string>;
  /** Variables that became secret, name → value. */
  readonly kept: Map<string, string>;
}

type Mutable = { -readonly [K in keyof FoundSecret]: FoundSecret[K] } & {
  places: (readonly string[])[];
};

function createWalk(prefix: string, taken: Set<string>, move: (id: string) => boolean): Walk {
  const byValue = new Map<string, Mutable>();
  const named = new Map<string, Mutable>();
  const added = new Map<string, string>();
  const kept = new Map<string, string>();
  const freeName = (wish: string): string => {
    let name = wish;
    for (let number = 2; taken.has(name); number += 1) name = `${wish}${number}`;
    taken.add(name);
    return name;
  };
  return {
    move,
    prefix,
    added,
    kept,
    found: () => [...named.values(), ...byValue.values()],
    literal: (value, wish, place) => {
      let secret = byValue.get(value);
      if (secret === undefined) {
        const name = freeName(wish);
        secret = { id: `${prefix}:${name}`, name, value, environment: null, places: [] };
        byValue.set(value, secret);
      }
      secret.places.push(place);
      if (!move(secret.id)) return value;
      added.set(secret.name, value);
      return `{{${secret.name}}}`;
    },
    variable: (name, value, place) => {
      const id = `${prefix}:${name}`;
      const secret = named.get(name);
      // Folders and collection share one store: of two values of one name the second stays a literal of its own name.
      if (secret !== undefined && secret.value !== value) return false;
      if (secret === undefined)
        named.set(name, { id, name, value, environment: null, places: [place] });
      else secret.places.push(place);
      if (!move(id)) return false;
      kept.set(name, value);
      return true;
    },
  };
}

function takenNames(
  collection: ImportedCollection,
  shared: readonly ImportedEnvironment[],
): Set<string> {
  const names = new Set<string>();
  const add = (list: YamlData | undefined) => {
    if (isYamlList(list))
      for (const row of list) if (isYamlMap(row)) names.add(textOf(row.get("name")));
  };
  const visit = (items: readonly ImportedItem[]): void => {
    for (const item of items) {
      if (item.kind === "folder") {
        add(mapAt(item.data, "request").get("variables"));
        visit(item.children);
      } else add(mapAt(item.data, "runtime").get("variables"));
    }
  };
  add(mapAt(collection.data, "request").get("variables"));
  for (const { data } of [...collection.environments, ...shared]) add(data.get("variables"));
  visit(collection.children);
  return names;
}

function inCollection(
  collection: ImportedCollection,
  walk: Walk,
  found: FoundSecret[],
): ImportedCollection {
  const children = collection.children.map((item) => inItem(item, [], walk));
  let data = inDefaults(collection.data, [], walk);
  const environments = collection.environments.map((environment, index) =>
    inEnvironment(environment, `${walk.prefix}.${index}`, walk.move, found),
  );
  if (walk.added.size > 0) {
    const request = mapAt(data, "request");
    const old = request.get("variables");
    const rows = [...walk.added.keys()].map((name) =>
      variableRows.create({ name, value: "", secret: true }),
    );
    const variables = [...(isYamlList(old) ? old : []), ...rows];
    data = withField(
      data,
      "request",
      withField(request, "variables", variables, order.defaults),
      order.root,
    );
  }
  const secrets = new Map([...collection.secrets, ...walk.kept, ...walk.added]);
  return { ...collection, data, children, environments, secrets };
}

function inItem(item: ImportedItem, above: readonly string[], walk: Walk): ImportedItem {
  const place = [...above, item.name];
  if (item.kind === "folder") {
    const children = item.children.map((child) => inItem(child, place, walk));
    return { ...item, data: inDefaults(item.data, place, walk), children };
  }
  const kind = kindOf(item.data);
  let data = inOwnAuth(inNetwork(item.data, place, walk.literal), place, walk);
  const block = data.get(kind);
  if (isYamlMap(block)) data = withField(data, kind, inBlock(block, place, walk), order.request);
  const runtime = data.get("runtime");
  if (isYamlMap(runtime) && runtime.has("variables")) {
    // A request's own variables have no store: the value becomes a reference to the collection's.
    const rows = eachRow(runtime.get("variables"), (row) =>
      secretVariable(row) ? withLiteral(row, textOf(row.get("name")), place, walk) : row,
    );
    data = withField(
      data,
      "runtime",
      withField(runtime, "variables", rows, order.runtime),
      order.request,
    );
  }
  const examples = data.get("examples");
  if (isYamlList(examples)) {
    const next = examples.map((example) =>
      isYamlMap(example) ? inExample(example, place, walk) : example,
    );
    data = withField(data, "examples", next, order.request);
  }
  return { ...item, data };
}

function inExample(example: YamlMap, place: readonly string[], walk: Walk): YamlMap {
  let next = example;
  for (const side of ["request", "response"]) {
    const part = example.get(side);
    if (isYamlMap(part))
      next = withField(
        next,
        side,
        inBlock(part, [...place, textOf(example.get("name"))], walk),
        [],
      );
  }
  return next;
}

/** Auth of Envoi's own kinds, beside the block. */
function inOwnAuth(data: YamlMap, place: readonly string[], walk: Walk): YamlMap {
  const own = mapAt(data, "extensions", "envoi").get("auth");
  if (!isYamlMap(own)) return data;
  const outer = data.has("opencollection") ? order.root : order.request;
  return withEnvoi(data, "auth", inAuth(own, textOf(own.get("type")), place, walk), outer);
}

function inDefaults(given: YamlMap, place: readonly string[], walk: Walk): YamlMap {
  const data = inOwnAuth(inNetwork(given, place, walk.literal), place, walk);
  const request = data.get("request");
  if (!isYamlMap(request)) return data;
  let next = inBlock(request, place, walk);
  if (next.has("variables")) {
    const rows = eachRow(next.get("variables"), (row) => {
      const name = textOf(row.get("name"));
      if (!secretVariable(row) || !walk.variable(name, textOf(row.get("value")), [...place, name]))
        return row;
      return asSecret(row);
    });
    next = withField(next, "variables", rows, order.defaults);
  }
  return withField(data, "request", next, order.root);
}

/** Auth, header fields, parameters, form fields and messages of a block. */
function inBlock(block: YamlMap, place: readonly string[], walk: Walk): YamlMap {
  let next = block;
  const auth = block.get("auth");
  if (isYamlMap(auth))
    next = withField(next, "auth", inAuth(auth, textOf(auth.get("type")), place, walk), order.http);
  for (const key of ["headers", "metadata"])
    if (isYamlList(block.get(key)))
      next = withField(
        next,
        key,
        eachRow(block.get(key), (row) => inHeader(row, place, walk)),
        order.http,
      );
  next = inParams(next, place, walk);
  if (next.has("message"))
    next = withField(
      next,
      "message",
      inMessages(next.get("message"), place, walk.literal),
      order.http,
    );
  const body = next.get("body");
  if (isYamlMap(body) && isYamlList(body.get("data"))) {
    const rows = eachRow(body.get("data"), (row) =>
      secretVariable(row)
        ? withLiteral(row, variableName(textOf(row.get("name"))), place, walk)
        : row,
    );
    next = withField(next, "body", withField(body, "data", rows, []), order.http);
  }
  return next;
}

function inAuth(auth: YamlMap, type: string, place: readonly string[], walk: Walk): YamlMap {
  let next = auth;
  for (const [key, value] of auth) {
    if (isYamlMap(value)) next = withField(next, key, inAuth(value, type, place, walk), []);
    if (typeof value !== "string" || !authSecretFields.has(key) || !isLiteral(value)) continue;
    // `key` names the header or parameter of an API key, and is the secret of Hawk.
    if (type === "apikey" && key === "key") continue;
    const wish =
      type === "apikey"
        ? "apiKey"
        : `${variableName(type)}${key.charAt(0).toUpperCase()}${key.slice(1)}`;
    next = withField(next, key, walk.literal(value, wish, [...place, `auth ${key}`]), []);
  }
  return next;
}

function inHeader(row: YamlMap, place: readonly string[], walk: Walk): YamlMap {
  const name = textOf(row.get("name"));
  const value = textOf(row.get("value"));
  if (!isLiteral(value) || !(isSecretHeader(name) || looksSecret(value))) return row;
  const [, scheme = "", secret = value] =
    /^((?:bearer|basic|token|apikey) +)?([^]*)$/i.exec(value) ?? [];
  return withField(
    row,
    "value",
    scheme + walk.literal(secret, variableName(name), [...place, name]),
    order.row,
  );
}

/** A parameter stands in the URL and in the table: both change together. */
function inParams(block: YamlMap, place: readonly string[], walk: Walk): YamlMap {
  const params = block.get("params");
  let url = textOf(block.get("url"));
  if (!isYamlList(params))
    return withField(block, "url", inQuery(url, place, walk.literal), order.http);
  const rows = eachRow(params, (row) => {
    const name = textOf(row.get("name"));
    const value = textOf(row.get("value"));
    if (!secretVariable(row)) return row;
    const at = textOf(row.get("type")) === "path" ? -1 : url.indexOf(`${name}=${value}`);
    const off = row.get("disabled") === true || textOf(row.get("type")) === "path";
    if (at < 0 && !off) return row;
    const next = walk.literal(value, variableName(name), [...place, name]);
    if (at >= 0)
      url = `${url.slice(0, at)}${name}=${next}${url.slice(at + name.length + 1 + value.length)}`;
    return withField(row, "value", next, order.row);
  });
  return withField(withField(block, "params", rows, order.http), "url", url, order.http);
}

function inEnvironment(
  environment: ImportedEnvironment,
  prefix: string,
  move: (id: string) => boolean,
  found: FoundSecret[],
): ImportedEnvironment {
  const secrets = new Map(environment.secrets);
  const rows = eachRow(environment.data.get("variables"), (row) => {
    if (!secretVariable(row)) return row;
    const name = textOf(row.get("name"));
    const value = textOf(row.get("value"));
    const id = `${prefix}:${name}`;
    found.push({
      id,
      name,
      value,
      environment: environment.name,
      places: [[environment.name, name]],
    });
    if (!move(id)) return row;
    secrets.set(name, value);
    return asSecret(row);
  });
  return {
    ...environment,
    data: withField(environment.data, "variables", rows, order.environment),
    secrets,
  };
}

/** True for a row with a plain value that is a secret by its name or its looks. */
function secretVariable(row: YamlMap): boolean {
  const value = row.get("value");
  if (typeof value !== "string" || row.get("secret") === true || !isLiteral(value)) return false;
  return isSecretName(textOf(row.get("name"))) || looksSecret(value);
}

function asSecret(row: YamlMap): YamlMap {
  const open = withField(row, "value", undefined, order.row);
  return withField(open, "secret", true, order.row);
}

function withLiteral(row: YamlMap, wish: string, place: readonly string[], walk: Walk): YamlMap {
  const name = textOf(row.get("name"));
  return withField(
    row,
    "value",
    walk.literal(textOf(row.get("value")), wish, [...place, name]),
    order.row,
  );
}

function eachRow(data: YamlData | undefined, change: (row: YamlMap) => YamlMap): YamlData {
  return isYamlList(data) ? data.map((row) => (isYamlMap(row) ? change(row) : row)) : [];
}
