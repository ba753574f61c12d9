import type { AuthEffect } from "./effect.ts";

/** Basic (RFC 7617): UTF-8, base64. A user name with a colon is sent as it is, though no server can tell where it ends. */
export function basic(username: string, password: string): AuthEffect {
  const credentials = Buffer.from(`${username}:${password}`, "utf8").toString("base64");
  return { field: { name: "Authorization", value: `Basic ${credentials}` }, query: null };
}
