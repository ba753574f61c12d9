import type { HttpRequest } from "../../../shared/model/request.ts";

/** A first name for a request: its own, else the last of its path, else its host, else `fallback`. */
export function suggestName(request: HttpRequest | null, fallback: string): string {
  if (!request) return fallback;
  if (request.name !== "") return request.name;
  if (request.raw) return request.raw.target || fallback;
  const bare = request.url.replace(/^[a-z][a-z\d+.-]*:\/\//i, "").replace(/[?#].*$/, "");
  const parts = bare.split("/").filter((part) => part !== "" && !part.startsWith("{{"));
  return parts.at(-1) ?? fallback;
}
