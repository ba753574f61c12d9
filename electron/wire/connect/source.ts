import { networkInterfaces } from "node:os";
import { FailureError } from "../../../shared/model/failure.ts";
import { readPort } from "../../../shared/model/network/host-port.ts";
import { type Address, readAddress } from "./address.ts";

/** Where connections begin: by IP version, the local address; absent: none of that version. */
export interface Source {
  readonly 4?: string;
  readonly 6?: string;
}

/**
 * The local address to connect from. `typed`: an address, or the name of a network interface, with curl's prefixes `if!` (a name only) and
 * `host!` (an address only). Of an interface its first address of each version counts, a link-local one only when there is no other. The
 * interface itself cannot be bound in Node: the system may still route by another. null: the system chooses.
 */
export function sourceOf(typed: string): Source | null {
  const text = typed.trim();
  if (text === "") return null;
  const name = text.replace(/^(?:if|host)!/, "");
  const address = text.startsWith("if!") ? null : readAddress(name);
  if (address !== null) return { [address.family]: address.address };
  const found = text.startsWith("host!") ? undefined : networkInterfaces()[name];
  if (found === undefined) throw noSource();
  const own = (wanted: (address: string, family: string) => boolean): string | undefined =>
    found.find(({ address: one, family }) => wanted(one, family))?.address;
  const four = own((_, family) => family === "IPv4");
  const six = own((one, family) => family === "IPv6" && !isLinkLocal(one));
  const near = found.find(({ address: one, family }) => family === "IPv6" && isLinkLocal(one));
  // Windows knows zones by number only, the others by name.
  const zone = process.platform === "win32" ? near?.scopeid : name;
  const last = six ?? (near === undefined ? undefined : `${near.address}%${zone}`);
  return {
    ...(four === undefined ? {} : { 4: four }),
    ...(last === undefined ? {} : { 6: last }),
  };
}

function isLinkLocal(address: string): boolean {
  return /^fe[89ab]/i.test(address);
}

/** The addresses that can be reached from there. Failure when there is none. */
export function reachable(
  addresses: readonly Address[],
  source: Source | null,
): readonly Address[] {
  if (source === null) return addresses;
  const kept = addresses.filter(({ family }) => source[family] !== undefined);
  if (kept.length > 0) return kept;
  throw new FailureError({
    kind: "connect",
    code: "source-version",
    message: "The local address and the host's addresses are not of the same IP version.",
    phase: "connect",
    remedy: "Choose another source address, or let the system choose.",
    place: "network.sourceAddress",
  });
}

function noSource(): FailureError {
  return new FailureError({
    kind: "input",
    code: "source-address",
    message: "The source is neither an address nor a network interface of this machine.",
    phase: "connect",
    remedy: "Give a local IP address or the name of an interface, or let the system choose.",
    place: "network.sourceAddress",
  });
}

/** The local ports to try, in order; null: the system chooses. `typed`: `port` or `from-to`, as curl's --local-port. */
export function localPorts(typed: string): readonly number[] | null {
  const text = typed.trim();
  if (text === "") return null;
  const [, first = "", last = first] = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(text) ?? [];
  const from = readPort(first);
  const to = readPort(last);
  if (from === null || to === null || from === 0 || to < from)
    throw new FailureError({
      kind: "input",
      code: "local-port",
      message: "The local port is neither a port nor a range of ports.",
      phase: "connect",
      remedy: "Write 40000 or 40000-40100, or let the system choose.",
      place: "network.localPort",
    });
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
