import type { NetworkSettings } from "../../../shared/model/network/network.ts";

/** The protocols to offer (RFC 7301), in order of preference: those the person named, `-` for none, else what the version needs. */
export function offeredProtocols({ alpn }: NetworkSettings): readonly string[] {
  if (alpn.includes("-")) return [];
  return alpn.length > 0 ? alpn : ["http/1.1"];
}
