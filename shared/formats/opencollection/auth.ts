import { type Auth, type AuthScheme, isAuthScheme } from "../../model/auth.ts";
import { type AuthField, authSchemeKinds, fieldsOf } from "../../model/auth-fields.ts";
import { assertNever } from "../../model/failure.ts";
import { isYamlMap, type YamlData, type YamlMap } from "../yaml/data.ts";
import { readSlot, writeSlot } from "./auth-slots.ts";
import { type AuthSlot, isOwnScheme, slotsOf } from "./auth-shapes.ts";
import { mapAt, sameModel, textOf, withField } from "./fields.ts";

/** The two places of a file that say how it authenticates: `auth`, and `extensions.envoi.auth` for what OpenCollection has no field for. */
export interface AuthData {
  readonly auth: YamlData | undefined;
  readonly own: YamlData | undefined;
}

const empty: YamlMap = new Map();

/**
 * Auth of a request, folder or collection. Absent means none, for folders too (Bruno's rule). Envoi's own part counts only when it belongs
 * to what `auth` says: a scheme of its own beside no auth, further fields beside the same type.
 */
export function readAuth({ auth, own }: AuthData): Auth {
  const extra = isYamlMap(own) ? own : empty;
  const type = typeOf(auth);
  if (type === "" || type === "none") {
    const kind = schemeKind(textOf(extra.get("type")));
    if (kind === null || !isOwnScheme(kind, textOf(extra.get("flow")))) return { kind: "none" };
    return readScheme(kind, extra, extra);
  }
  if (type === "inherit") return { kind: "inherit" };
  const kind = schemeKind(type);
  if (kind === null || isOwnScheme(kind, "") || !isYamlMap(auth)) return { kind: "other", type };
  return readScheme(kind, auth, textOf(extra.get("type")) === kind ? extra : empty);
}

function typeOf(data: YamlData | undefined): string {
  if (!isYamlMap(data)) return textOf(data);
  return textOf(data.get("type")) || textOf(data.get("mode"));
}

function schemeKind(type: string): AuthScheme["kind"] | null {
  return authSchemeKinds.find((kind) => kind === type) ?? null;
}

function readScheme(kind: AuthScheme["kind"], main: YamlMap, own: YamlMap): AuthScheme {
  const fields = Object.fromEntries(
    slotsOf(kind).map((slot) => [
      slot.name,
      readSlot(slot, fieldOf(kind, slot), slot.own ? own : main, own),
    ]),
  );
  return { kind, ...fields } as unknown as AuthScheme;
}

function fieldOf(kind: AuthScheme["kind"], slot: AuthSlot): AuthField {
  const field = fieldsOf(kind).find(([name]) => name === slot.name)?.[1];
  if (field === undefined) throw new Error(`no field ${slot.name}`);
  return field;
}

/** The file's two places for a changed auth: fields that stay the same keep their place, unknown fields stay. */
export function patchAuth(data: AuthData, after: Auth): AuthData {
  if (isAuthScheme(after)) return patchScheme(data, readAuth(data), after);
  switch (after.kind) {
    case "none":
      return { auth: undefined, own: undefined };
    case "inherit":
      return { auth: "inherit", own: undefined };
    case "other":
      // Envoi edits no field of it: what is there stays.
      return data;
    default:
      return assertNever(after);
  }
}

function patchScheme(data: AuthData, before: Auth, after: AuthScheme): AuthData {
  const ownHome = isOwn(after);
  const same = before.kind === after.kind && isOwn(before as AuthScheme) === ownHome;
  const fresh = new Map<string, YamlData>([["type", after.kind]]);
  const isOurs = isYamlMap(data.own) && textOf(data.own.get("type")) === after.kind;
  let own: YamlMap = same && isOurs && isYamlMap(data.own) ? data.own : fresh;
  let main: YamlMap = ownHome ? own : same && isYamlMap(data.auth) ? data.auth : fresh;
  const old = before as unknown as Readonly<Record<string, unknown>>;
  const now = after as unknown as Readonly<Record<string, unknown>>;
  const flow = after.kind === "oauth2" ? after.flow : null;
  const slots = slotsOf(after.kind);
  const order = ["type", ...new Set(slots.map(({ path }) => path[0] ?? ""))];
  for (const slot of slots) {
    const value = now[slot.name];
    const changed = same ? !sameModel(old[slot.name], value) : worthWriting(slot, value, flow);
    if (!changed) continue;
    const written = writeSlot(slot, after, {
      main: slot.own || ownHome ? own : main,
      own,
      order,
    });
    if (ownHome && slot.name === "clientAuthentication") {
      // Both of its places are in one map then.
      own = withField(written.main, slot.name, written.own.get(slot.name), ["type"]);
    } else if (slot.own || ownHome) own = written.main;
    else {
      main = written.main;
      own = written.own;
    }
  }
  if (ownHome) return { auth: same ? data.auth : undefined, own };
  return { auth: main, own: own.size > 1 ? own : undefined };
}

function isOwn(auth: AuthScheme): boolean {
  return isOwnScheme(auth.kind, auth.kind === "oauth2" ? auth.flow : "");
}

/** In a new file: what says something, and what Bruno always writes. */
function worthWriting(slot: AuthSlot, value: unknown, flow: string | null): boolean {
  if (slot.always && (slot.flows === null || slot.flows.some((name) => name === flow))) return true;
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object" && value !== null)
    return (value as { readonly value?: unknown }).value !== "";
  return value !== slot.absent;
}

/** The auth a file's data holds in both places. `host` is the map that has `auth`: `http` or `request`. */
export function authDataOf(file: YamlMap, host: YamlMap): AuthData {
  return { auth: host.get("auth"), own: mapAt(file, "extensions", "envoi").get("auth") };
}
