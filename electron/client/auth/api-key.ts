import type { AuthEffect } from "./effect.ts";

/** A key in a header field or in the query, under a name the person chose. Without a name, nothing. */
export function apiKey(key: string, value: string, placement: "header" | "query"): AuthEffect {
  if (key === "") return { field: null, query: null };
  const pair = { name: key, value };
  return placement === "header" ? { field: pair, query: null } : { field: null, query: pair };
}
