import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { FailureError } from "../../../shared/model/failure.ts";
import { orAbort } from "./abort.ts";
import type { ConnectContext } from "./connector.ts";

export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** All addresses of a host, best first, at least one. Emits `dns-start` and `dns` unless the host is an address. */
export type Resolver = (host: string, context: ConnectContext) => Promise<readonly Address[]>;

/**
 * The system's resolver (hosts file included), in the system's order. `localhost` and names below it are the loopback
 * addresses without asking anybody (RFC 6761 §6.3).
 * A look-up cannot be stopped in Node: an abort rejects at once and its answer is dropped.
 */
export const resolveHost: Resolver = async (host, context) => {
  const literal = isIP(host);
  if (literal !== 0) return [{ address: host, family: literal === 6 ? 6 : 4 }];
  context.emit({ kind: "dns-start", host });
  const found = isLocalhost(host)
    ? loopback
    : await orAbort(lookUp(host), context.signal, "resolve");
  context.emit({ kind: "dns", host, addresses: found.map((one) => one.address) });
  return found;
};

const loopback: readonly Address[] = [
  { address: "::1", family: 6 },
  { address: "127.0.0.1", family: 4 },
];

function isLocalhost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  return name === "localhost" || name.endsWith(".localhost");
}

async function lookUp(host: string): Promise<readonly Address[]> {
  try {
    const found = await lookup(host, { all: true, verbatim: true });
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
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
