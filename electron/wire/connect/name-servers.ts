import type { Resolver } from "node:dns/promises";
import { FailureError } from "../../../shared/model/failure.ts";
import type { NetworkSettings } from "../../../shared/model/network/network.ts";
import { lateDns } from "../../base/late.ts";
import { orAbort } from "./abort.ts";
import type { Address } from "./address.ts";

/**
 * Asks these name servers, and nobody else, for the addresses of a host: AAAA and A at the same time, AAAA first in the answer. The hosts
 * file and search domains do not count. `servers`: addresses with an optional `:port`. Rejects with FailureError `input` or `resolve`.
 */
export async function askNameServers(
  host: string,
  servers: readonly string[],
  ipVersion: NetworkSettings["ipVersion"],
  signal: AbortSignal,
): Promise<readonly Address[]> {
  const resolver = openResolver(servers);
  const ask = async (family: 4 | 6): Promise<readonly Address[]> => {
    const found = family === 4 ? await resolver.resolve4(host) : await resolver.resolve6(host);
    return found.map((address) => ({ address, family }));
  };
  const families = ([6, 4] as const).filter((one) => ipVersion === "any" || ipVersion === `${one}`);
  const stop = (): void => resolver.cancel();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const answers = await orAbort(Promise.allSettled(families.map(ask)), signal, "resolve");
    const found = answers.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
    if (found.length > 0) return found;
    throw nameServerFailure(
      answers.flatMap((one): unknown[] => (one.status === "rejected" ? [one.reason] : [])),
    );
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function openResolver(servers: readonly string[]): Resolver {
  const resolver = new (lateDns().Resolver)();
  try {
    resolver.setServers(servers.map((server) => server.trim()));
  } catch (cause) {
    throw new FailureError(
      {
        kind: "input",
        code: "name-server-address",
        message: "A name server is not given by its address.",
        phase: "resolve",
        remedy: "Write an IP address with an optional port, such as 127.0.0.1:5353 or [::1]:53.",
        place: "network.dnsServers",
      },
      { cause },
    );
  }
  return resolver;
}

const sentences: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  ENOTFOUND: [
    "The name server does not know that name.",
    "Check the host name, and the name servers in the network settings.",
  ],
  ENODATA: [
    "The name server knows the name, but no address for it.",
    "Check the host name and the IP version in the network settings.",
  ],
  ECONNREFUSED: [
    "Nothing answers at the address of the name server.",
    "Check the name servers in the network settings.",
  ],
  ETIMEOUT: [
    "The name server did not answer.",
    "Check the name servers in the network settings, and the network.",
  ],
  ESERVFAIL: ["The name server could not find out.", "Try another name server."],
  EREFUSED: ["The name server refused to answer.", "Try another name server."],
};

/** By the reason that says most: no data for one family says little when the other could not be asked. */
function nameServerFailure(reasons: readonly unknown[]): FailureError {
  const codes = reasons.map((reason) => {
    const code: unknown = (reason as { code?: unknown } | null)?.code;
    return typeof code === "string" ? code : "resolve-failed";
  });
  const code = codes.find((one) => one !== "ENODATA") ?? codes[0] ?? "ENODATA";
  const known = sentences[code];
  return new FailureError(
    {
      kind: "resolve",
      code: `dns-${code}`,
      message: known?.[0] ?? "The name server gave an answer that could not be used.",
      phase: "resolve",
      remedy: known?.[1] ?? "Try another name server.",
    },
    { cause: reasons[0] },
  );
}
