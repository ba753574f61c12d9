import { comparedHost, readPort, splitHost } from "./host-port.ts";

/** One `--connect-to` of curl. null: any host or port; respectively, the same as before. */
export interface ConnectTo {
  readonly fromHost: string | null;
  readonly fromPort: number | null;
  readonly toHost: string | null;
  readonly toPort: number | null;
}

/** `host1:port1:host2:port2`, each part may be empty, IPv6 in brackets (curl(1) --connect-to). null: not of that form. */
export function readConnectTo(text: string): ConnectTo | null {
  const from = splitHost(text.trim());
  if (from === null) return null;
  const colon = from.rest.indexOf(":");
  if (colon < 0) return null;
  const to = splitHost(from.rest.slice(colon + 1));
  if (to === null) return null;
  const fromPort = portOrAny(from.rest.slice(0, colon));
  const toPort = portOrAny(to.rest);
  if (fromPort === "bad" || toPort === "bad") return null;
  return {
    fromHost: from.host === "" ? null : comparedHost(from.host),
    fromPort,
    toHost: to.host === "" ? null : asciiHost(to.host),
    toPort,
  };
}

/** A name outside ASCII is looked up as punycode; any other stays as it is typed. */
function asciiHost(host: string): string {
  return /^[\u0000-\u007f]*$/.test(host) ? host : comparedHost(host);
}

function portOrAny(text: string): number | null | "bad" {
  return text === "" ? null : (readPort(text) ?? "bad");
}

/** Where to connect instead: by the first entry that is meant for this host and port; the same place when none is. */
export function connectPlace(
  entries: readonly ConnectTo[],
  host: string,
  port: number,
): { readonly host: string; readonly port: number } {
  const name = comparedHost(host);
  const found = entries.find(
    ({ fromHost, fromPort }) =>
      (fromHost === null || fromHost === name) && (fromPort === null || fromPort === port),
  );
  return { host: found?.toHost ?? host, port: found?.toPort ?? port };
}
