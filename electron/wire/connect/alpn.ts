import type { NetworkSettings } from "../../../shared/model/network/network.ts";

const both = ["h2", "http/1.1"] as const;
const two = ["h2"] as const;
const one = ["http/1.1"] as const;

/** The protocols to offer (RFC 7301), in order of preference: those the person named, `-` for none, else what the version needs. */
export function offeredProtocols({ alpn, httpVersion }: NetworkSettings): readonly string[] {
  if (alpn.includes("-")) return [];
  if (alpn.length > 0) return alpn;
  switch (httpVersion) {
    case "auto":
      return both;
    case "2":
    case "h2c":
    case "h2c-upgrade":
      return two;
    // Servers know no "http/1.0"; some end a handshake that offers nothing they know.
    case "1.0":
    case "1.1":
    case "3":
      return one;
  }
}

/** As they stand in the hello: each behind its length. Node makes these anew from names for each connection. */
const written: ReadonlyMap<readonly string[], Uint8Array> = new Map(
  [both, two, one].map((names) => [
    names,
    Buffer.from(names.map((name) => String.fromCharCode(name.length) + name).join(""), "latin1"),
  ]),
);

/** What Node takes for protocols that `offeredProtocols` gave. */
export function protocolsForNode(offered: readonly string[]): string[] | Uint8Array {
  return written.get(offered) ?? [...offered];
}
