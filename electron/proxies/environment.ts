import { FailureError } from "../../shared/model/failure.ts";
import { readProxy } from "../../shared/model/network/proxy-address.ts";
import { isBypassed } from "../../shared/model/network/proxy-bypass.ts";
import type { Found } from "./found.ts";

/** Variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the environment says, by curl's rules: `<scheme>_proxy`, then `all_proxy`, lower case before upper case, and `HTTP_PROXY` not at all
 * (a web server would let any client set it); `no_proxy`. For a WebSocket `ws_proxy` and `wss_proxy` come before those of http and https. An empty variable is as one that is not set. Throws FailureError `input`.
 */
export function environmentProxy(
  environment: Environment,
  target: {
    readonly scheme: string;
    readonly host: string;
    readonly port: number;
    /** The URL as it is shown: whether it is that of a WebSocket. */
    readonly display: string;
  },
): Found {
  const first = (...names: readonly string[]): readonly [string, string] | null => {
    for (const name of names) {
      const value = environment[name];
      if (value !== undefined && value !== "") return [name, value];
    }
    return null;
  };
  const { scheme, host, port, display } = target;
  const own = `${scheme}_proxy`;
  const upper = scheme === "http" ? [] : [own.toUpperCase()];
  const socket = scheme === "http" ? "ws_proxy" : "wss_proxy";
  const before = /^wss?:/i.test(display) ? [socket, socket.toUpperCase()] : [];
  const found = first(...before, own, ...upper, "all_proxy", "ALL_PROXY");
  if (found === null) return { ways: [null], bypassed: false };
  if (isBypassed(first("no_proxy", "NO_PROXY")?.[1] ?? "", host, port))
    return { ways: [null], bypassed: true };
  const [name, value] = found;
  const server = readProxy(value);
  if (server !== null) {
    // A password that is given goes along at once, as with curl.
    const auth = server.username === "" ? server.auth : "basic";
    return { ways: [{ ...server, auth }], bypassed: false };
  }
  throw new FailureError({
    kind: "input",
    code: "proxy-environment",
    message: "A variable of the environment names a proxy in a way that cannot be understood.",
    phase: "prepare",
    remedy: "Write it as [scheme://][user:password@]host[:port].",
    place: name,
  });
}
