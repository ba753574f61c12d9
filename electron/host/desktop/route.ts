import { origin } from "./origin.ts";

/** What an `app://envoi/…` address asks for. */
export type Route =
  | { readonly kind: "file"; readonly path: string }
  | {
      readonly kind: "body";
      readonly id: string;
      readonly encoded: boolean;
      readonly use: "bytes" | "preview" | "download";
    }
  | { readonly kind: "wire"; readonly id: string; readonly side: "clear" | "socket" };

/** One path segment of a built file: begins with a letter or digit, and is spelled out (no escapes). */
const segment = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
/** Exchange ids, and body ids, which are `<exchange>.<hop>`. */
const identifier = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/;

/**
 * Reads an address. Decides on the text as it stands, before any parser folds `..` away.
 * @param built paths of the built page relative to dist/renderer, with `/`: nothing else is a file
 * @returns null for everything that is not exactly one of ours
 */
export function readRoute(address: string, built: ReadonlySet<string>): Route | null {
  if (!address.startsWith(`${origin}/`)) return null;
  const [whole = ""] = address.slice(origin.length + 1).split("#");
  const at = whole.indexOf("?");
  const path = at === -1 ? whole : whole.slice(0, at);
  const query = new URLSearchParams(at === -1 ? "" : whole.slice(at + 1));
  const parts = path.split("/");
  const [first, id = "", last] = parts;
  if (first === "body") return parts.length === 2 ? bodyRoute(id, query) : null;
  if (first === "wire") {
    const known = last === "clear" || last === "socket";
    return parts.length === 3 && known && identifier.test(id)
      ? { kind: "wire", id, side: last }
      : null;
  }
  const file = path === "" ? "index.html" : path;
  const spelled = file.split("/").every((part) => segment.test(part));
  return spelled && built.has(file) ? { kind: "file", path: file } : null;
}

function bodyRoute(id: string, query: URLSearchParams): Route | null {
  const use = query.get("as") ?? "bytes";
  if (!identifier.test(id)) return null;
  if (use !== "bytes" && use !== "preview" && use !== "download") return null;
  return { kind: "body", id, encoded: query.get("encoded") === "1", use };
}
