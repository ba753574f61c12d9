import { isIP } from "node:net";
import type { OwnNetwork } from "../../../../shared/model/network/network.ts";
import { all, type Given, isOn, last, lastOf, has } from "../options/parse.ts";
import { badOption, bytesOption, given as said, numberOption, secondsOption } from "./values.ts";

/** What the options say about where the connection goes and how long each part may take. */
export function connectionSettings(given: Given): OwnNetwork {
  const family = lastOf(given, ["ipv4", "ipv6"]);
  return said<OwnNetwork>({
    resolve: has(given, "resolve") ? all(given, "resolve").map(checkedResolve) : undefined,
    connectTo: has(given, "connect-to") ? all(given, "connect-to") : undefined,
    dnsServers: last(given, "dns-servers")
      ?.split(",")
      .map((server) => server.trim())
      .filter(Boolean),
    ipVersion: family === undefined ? undefined : family === "ipv4" ? "4" : "6",
    happyEyeballs: numberOption(given, "happy-eyeballs-timeout-ms"),
    sourceAddress: sourceAddress(last(given, "interface")),
    localPort: last(given, "local-port"),
    unixSocket: socketPath(given),
    haproxyProtocol: haproxy(given),
    haproxyClientIp: last(given, "haproxy-clientip"),
    noDelay: has(given, "tcp-nodelay") ? isOn(given, "tcp-nodelay") : undefined,
    keepAlive: keepAlive(given),
    reuse: has(given, "reuse") ? isOn(given, "reuse") : undefined,
    resolveTimeout: secondsOption(given, "resolve-timeout"),
    connectTimeout: secondsOption(given, "connect-timeout"),
    tlsTimeout: secondsOption(given, "tls-timeout"),
    firstByteTimeout: secondsOption(given, "first-byte-timeout"),
    idleTimeout: secondsOption(given, "idle-timeout"),
    limitRate: bytesOption(given, "limit-rate"),
    speedLimit: numberOption(given, "speed-limit") ?? (has(given, "speed-time") ? 1 : undefined),
    speedTime: secondsOption(given, "speed-time"),
  });
}

function checkedResolve(entry: string): string {
  if (/^[+-]?(?:\*|\[[^\]]+\]|[^:]+):\d{1,5}:.+$/.test(entry)) return entry;
  throw badOption(
    "--resolve",
    "--resolve takes HOST:PORT:ADDRESS.",
    "Write for example --resolve example.org:443:127.0.0.1.",
  );
}

/** curl's `if!name`, `host!name` and `ifhost!interface!host`: the part that says from where. */
function sourceAddress(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const host = /^(?:if|host|ifhost![^!]*)!(.*)$/.exec(text)?.[1] ?? text;
  return isIP(host.replace(/^\[(.*)\]$/, "$1")) === 0 ? host : host.replace(/^\[(.*)\]$/, "$1");
}

function socketPath(given: Given): string | undefined {
  const which = lastOf(given, ["unix-socket", "abstract-unix-socket"]);
  if (which === undefined) return undefined;
  const path = last(given, which) ?? "";
  return which === "unix-socket" ? path : `@${path}`;
}

/** An address alone asks for the header too. */
function haproxy(given: Given): boolean | undefined {
  const which = lastOf(given, ["haproxy-protocol", "haproxy-clientip"]);
  if (which === undefined) return undefined;
  return which === "haproxy-clientip" || isOn(given, "haproxy-protocol");
}

function keepAlive(given: Given): number | undefined {
  if (has(given, "keepalive") && !isOn(given, "keepalive")) return 0;
  return secondsOption(given, "keepalive-time");
}
