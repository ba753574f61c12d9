import { FailureError } from "../../../shared/model/failure.ts";
import type { NetworkSettings } from "../../../shared/model/network/network.ts";
import {
  overriddenAddresses,
  readResolveEntry,
} from "../../../shared/model/network/resolve-entry.ts";
import { lateDns } from "../../base/late.ts";
import { orAbort } from "./abort.ts";
import { type Address, readAddress } from "./address.ts";
import type { ConnectContext } from "./connector.ts";
import { askNameServers } from "./name-servers.ts";

/** What to resolve, and how. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly network: NetworkSettings;
}

/** All addresses of a host, best first, at least one. Emits `dns-start` and `dns` unless the host is an address nobody overrides. */
export type Resolver = (endpoint: Endpoint, context: ConnectContext) => Promise<readonly Address[]>;

/**
 * In this order: the override of the settings (curl(1) --resolve); an address as it is; the loopback addresses for `localhost` and names
 * below it (RFC 6761 §6.3); the name servers of the settings; the system's resolver (hosts file included), in its order. Of each of them only
 * addresses of the IP version that is wanted. A look-up of the system cannot be stopped in Node: an abort rejects at once and its answer is
 * dropped. `no-address-of-version`: there is none; nobody else is asked, though curl asks the system when an override has none.
 */
export const resolveHost: Resolver = async ({ host, port, network }, context) => {
  const { ipVersion, dnsServers } = network;
  const overridden = override(host, port, network.resolve);
  if (overridden !== null) {
    context.emit({ kind: "dns-start", host });
    const addresses = overridden.map((one) => one.address);
    context.emit({ kind: "dns", host, addresses, override: true });
    return ofVersion(overridden, ipVersion);
  }
  const literal = readAddress(host);
  if (literal !== null) return ofVersion([literal], ipVersion);
  const local = isLocalhost(host);
  const asks = !local && dnsServers.length > 0;
  context.emit({ kind: "dns-start", host, ...(asks ? { servers: dnsServers } : {}) });
  const found = local
    ? loopback
    : asks
      ? await askNameServers(host, dnsServers, ipVersion, context.signal)
      : await orAbort(lookUp(host, ipVersion), context.signal, "resolve");
  const addresses = ofVersion(found, ipVersion);
  context.emit({ kind: "dns", host, addresses: addresses.map((one) => one.address) });
  return addresses;
};

const loopback: readonly Address[] = [
  { address: "::1", family: 6 },
  { address: "127.0.0.1", family: 4 },
];

function isLocalhost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  return name === "localhost" || name.endsWith(".localhost");
}

function override(host: string, port: number, lines: readonly string[]): readonly Address[] | null {
  if (lines.length === 0) return null;
  const entries = lines.map((line) => {
    const entry = readResolveEntry(line);
    if (entry === null) throw badOverride();
    return entry;
  });
  const addresses = overriddenAddresses(entries, host, port);
  if (addresses === null) return null;
  return addresses.map((text) => {
    const address = readAddress(text);
    if (address === null) throw badOverride();
    return address;
  });
}

function badOverride(): FailureError {
  return new FailureError({
    kind: "input",
    code: "resolve-override",
    message: "A resolve override cannot be understood.",
    phase: "resolve",
    remedy: "Write host:port:address, such as example.com:443:127.0.0.1.",
    place: "network.resolve",
  });
}

function ofVersion(
  addresses: readonly Address[],
  ipVersion: NetworkSettings["ipVersion"],
): readonly Address[] {
  if (ipVersion === "any") return addresses;
  const kept = addresses.filter(({ family }) => ipVersion === `${family}`);
  if (kept.length > 0) return kept;
  throw new FailureError({
    kind: "resolve",
    code: "no-address-of-version",
    message: `The host has no IPv${ipVersion} address.`,
    phase: "resolve",
    remedy: "Allow any IP version in the network settings.",
  });
}

async function lookUp(
  host: string,
  ipVersion: NetworkSettings["ipVersion"],
): Promise<readonly Address[]> {
  const family = ipVersion === "any" ? 0 : ipVersion === "4" ? 4 : 6;
  try {
    // Node would give no address and no error, and warn of it.
    if (host === "") throw new Error("no name");
    const found = await lateDns().lookup(host, { all: true, verbatim: true, family });
    return found.map(({ address, family: of }) => ({ address, family: of === 6 ? 6 : 4 }));
  } catch (cause) {
    const code = (cause as { code?: unknown } | null)?.code;
    throw new FailureError(
      {
        kind: "resolve",
        code: typeof code === "string" ? code : "resolve-failed",
        message:
          code === "EAI_AGAIN"
            ? "The name server did not answer."
            : "No address was found for the host name.",
        phase: "resolve",
        remedy:
          code === "EAI_AGAIN"
            ? "Check the network connection and try again."
            : "Check the host name, and whether it needs a VPN or an entry in the hosts file.",
      },
      { cause },
    );
  }
}
