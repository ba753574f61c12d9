import type { ProxyServer } from "./proxy.ts";

/** A field for the proxy. `value` null: the automatic field of that name is left out. */
export interface ProxyField {
  readonly name: string;
  readonly value: string | null;
}

/** `Name: value`, `Name;` for an empty value, `Name:` for none (curl -H). null: it is no header field. */
export function readProxyHeader(line: string): ProxyField | null {
  const [, name = "", mark, value = ""] =
    /^([!#$%&'*+.^_`|~0-9a-z-]+)([:;])[ \t]*([^\r\n\0]*)$/i.exec(line.trim()) ?? [];
  if (name === "" || (mark === ";" && value !== "")) return null;
  return { name, value: mark === ":" && value === "" ? null : value };
}

/** The fields a proxy is to see, in their order; what is no header field is passed over. */
export function proxyFields({ headers = [] }: ProxyServer): readonly ProxyField[] {
  return headers.map(readProxyHeader).filter((field) => field !== null);
}
