import type { Exchange } from "../../../shared/model/exchange.ts";
import type { Failure } from "../../../shared/model/failure.ts";

/** curl's exit codes, where curl has one for the case (curl(1), EXIT CODES). docs/command-line.md lists them. */
export const exitCodes = {
  ok: 0,
  internal: 1,
  /** curl's "unsupported protocol". */
  scheme: 1,
  usage: 2,
  url: 3,
  resolveProxy: 5,
  resolve: 6,
  connect: 7,
  weirdReply: 8,
  partial: 18,
  httpError: 22,
  write: 23,
  read: 26,
  timeout: 28,
  range: 33,
  tlsConnect: 35,
  interface: 45,
  redirects: 47,
  emptyReply: 52,
  send: 55,
  receive: 56,
  clientCertificate: 58,
  ciphers: 59,
  certificate: 60,
  badEncoding: 61,
  tooLarge: 63,
  login: 67,
  authorities: 77,
  revocationLists: 82,
  pinnedKey: 90,
  certificateStatus: 91,
  proxy: 97,
  interrupted: 130,
} as const;

/** The exit code of a failure. */
export function exitCodeOf(failure: Failure): number {
  switch (failure.kind) {
    case "cancelled":
      return exitCodes.interrupted;
    case "timeout":
      return exitCodes.timeout;
    case "resolve":
      return exitCodes.resolve;
    case "connect":
      if (failure.code === "EADDRNOTAVAIL") return exitCodes.interface;
      // A connection that broke later.
      if (failure.phase === "send") return exitCodes.send;
      return failure.phase === "wait" || failure.phase === "receive"
        ? exitCodes.receive
        : exitCodes.connect;
    case "proxy":
      return proxyCode(failure);
    case "tls":
      return tlsCode(failure.code);
    case "protocol":
      if (failure.code === "ws-not-switched") return exitCodes.httpError;
      if (failure.code === "ws-message-size") return exitCodes.tooLarge;
      return failure.phase === "wait" ? exitCodes.emptyReply : exitCodes.receive;
    case "body":
      if (failure.code === "body-too-large") return exitCodes.tooLarge;
      return failure.phase === "decode" ? exitCodes.badEncoding : exitCodes.read;
    case "input":
      return inputCode(failure.code);
    case "not-found":
    case "conflict":
      return exitCodes.read;
    case "policy":
      return failure.code === "username-in-url" ? exitCodes.login : exitCodes.read;
    case "storage":
      return exitCodes.write;
    case "internal":
      return exitCodes.internal;
  }
}

/** Of what was given and cannot be used. */
function inputCode(code: string): number {
  if (code === "scheme-off" || code === "url-scheme") return exitCodes.scheme;
  if (
    [
      "bad-option",
      "bad-variable",
      "tls-versions",
      "http3-no-curl",
      "ws-code",
      "ws-reason",
    ].includes(code)
  )
    return exitCodes.usage;
  if (code === "source-address" || code === "local-port") return exitCodes.interface;
  if (/^(?:client-|pkcs12-)/.test(code)) return exitCodes.clientCertificate;
  if (/^tls-(?:ciphers|groups|signatures)$/.test(code)) return exitCodes.ciphers;
  if (code === "tls-pinned-key") return exitCodes.pinnedKey;
  if (code === "tls-crl-file") return exitCodes.revocationLists;
  return code === "tls-ca-file" || code === "tls-ca-folder" ? exitCodes.authorities : exitCodes.url;
}

/** Chunks that are wrong, not merely cut short: curl tells the two apart. */
function isBadChunk(rule: string): boolean {
  return rule.startsWith("chunk-") && !rule.endsWith("-truncated");
}

/** Reasons to refuse a certificate are in capitals, as OpenSSL writes them. */
function tlsCode(code: string): number {
  if (code === "PINNED_KEY_MISMATCH") return exitCodes.pinnedKey;
  if (code.startsWith("OCSP_STATUS_")) return exitCodes.certificateStatus;
  // HTTP/3: what curl itself ended with.
  if (/^curl-(?:58|60|77)$/.test(code)) return Number(code.slice(5));
  return /^[A-Z]/.test(code) ? exitCodes.certificate : exitCodes.tlsConnect;
}

/** As curl: the way to the proxy like any other, a refused CONNECT as lost, SOCKS by itself. */
function proxyCode({ code, phase }: Failure): number {
  if (phase === "resolve") return exitCodes.resolveProxy;
  if (phase === "tls") return tlsCode(code.replace(/^proxy-/, ""));
  if (code.startsWith("socks-")) return exitCodes.proxy;
  return code.startsWith("proxy-E") ? exitCodes.connect : exitCodes.receive;
}

/**
 * The exit code of an exchange that has ended. `fail`: a status of 400 or more counts as an error (curl -f).
 * `plainReplies`: one without a head is no error (curl --http0.9). `maxRedirects`: the limit it was sent with; null when redirects were not to be followed.
 */
export function exitCodeOfExchange(
  exchange: Exchange,
  {
    fail,
    maxRedirects,
    schemes = ["http", "https"],
    plainReplies,
  }: {
    readonly fail: boolean;
    readonly maxRedirects: number | null;
    /** What a redirect may lead to. */
    readonly schemes?: readonly string[];
    readonly plainReplies: boolean;
  },
): number {
  const last = exchange.hops.at(-1);
  const { failure } = exchange;
  const fatal = last?.faults.find((fault) => fault.severity === "fatal");
  // A WebSocket that was open: what was asked for came, and went wrong later.
  if (last?.socket !== undefined && failure) return exitCodeOf(failure);
  if (fatal !== undefined && (!failure || failure.kind === "protocol")) {
    if (fatal.rule === "final-reply-missing") return exitCodes.emptyReply;
    // A length that is none or two: curl says that the reply makes no sense.
    if (!last?.response || /^content-length-(?:invalid|conflict)$/.test(fatal.rule))
      return exitCodes.weirdReply;
    return isBadChunk(fatal.rule) ? exitCodes.receive : exitCodes.partial;
  }
  if (failure) return exitCodeOf(failure);
  // A reply without a status line, as HTTP/0.9 had it: shown, but not what was asked for.
  if (!exchange.raw && !plainReplies && !last?.response?.status) return exitCodes.weirdReply;
  const followed = exchange.hops.filter(
    ({ redirect }) => redirect?.followed === true && redirect.internal === undefined,
  ).length;
  const stopped = last?.redirect?.followed === false;
  // To a scheme that cannot be asked, or may not be.
  const to = /^([a-z][a-z0-9+.-]*):/i.exec(last?.redirect?.to ?? "")?.[1] ?? "http";
  if (stopped && maxRedirects !== null && !schemes.includes(to)) return exitCodes.scheme;
  if (stopped && maxRedirects !== null && followed >= maxRedirects) return exitCodes.redirects;
  if (fail && (last?.response?.status ?? 0) >= 400) return exitCodes.httpError;
  return exitCodes.ok;
}
