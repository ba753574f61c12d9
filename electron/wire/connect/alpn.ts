import type { NetworkSettings } from "../../../shared/model/network/network.ts";

/** The protocols to offer (RFC 7301), in order of preference: those the person named, `-` for none, else what the version needs. */
export function offeredProtocols({ alpn, httpVersion }: NetworkSettings): readonly string[] {
  if (alpn.includes("-")) return [];
  if (alpn.length > 0) return alpn;
  switch (httpVersion) {
    case "auto":
      return ["h2", "http/1.1"];
    case "2":
    case "h2c":
    case "h2c-upgrade":
      return ["h2"];
    // Servers know no "http/1.0"; some end a handshake that offers nothing they know.
    case "1.0":
    case "1.1":
    case "3":
      return ["http/1.1"];
  }
}
