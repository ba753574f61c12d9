import { FailureError, type FailureKind, type Phase } from "../../../shared/model/failure.ts";

type Row = readonly [kind: FailureKind, phase: Phase, message: string];

/** What curl's exit codes mean here (man curl, EXIT CODES). */
const codes: Readonly<Record<number, Row>> = {
  6: ["resolve", "resolve", "curl found no address for that host."],
  7: ["connect", "connect", "curl could not connect: nothing answered in HTTP/3 there."],
  28: [
    "timeout",
    "connect",
    "curl ran out of the time it had to connect, or was too slow for too long.",
  ],
  35: ["tls", "tls", "curl could not finish the TLS handshake in QUIC."],
  58: ["tls", "tls", "curl could not use the client certificate."],
  60: ["tls", "tls", "curl did not trust the server's certificate."],
  77: ["tls", "tls", "curl could not read the authorities to trust."],
  90: ["tls", "tls", "curl found another public key than the pinned one."],
  91: ["tls", "tls", "curl found no stapled OCSP response that says good."],
  52: ["protocol", "wait", "The server closed the connection without a reply."],
  56: ["connect", "receive", "The connection broke while curl was receiving."],
  92: ["protocol", "receive", "The server ended the stream with an error."],
  95: ["protocol", "receive", "The server broke the rules of HTTP/3."],
  96: ["connect", "connect", "curl could not set up QUIC with that server."],
};

/** curl ended with an error. Its own words are not passed on: they may hold the URL. */
export function curlFailure(code: number | null): FailureError {
  const [kind, phase, message] = (code === null ? undefined : codes[code]) ?? [
    "protocol",
    "receive",
    "curl ended with an error.",
  ];
  return new FailureError({
    kind,
    code: code === null ? "curl-ended" : `curl-${code}`,
    message,
    phase,
    remedy: "Try the same request with HTTP/2 to see whether HTTP/3 is the reason.",
  });
}

/** No curl here speaks HTTP/3. */
export function noCurl(): FailureError {
  return new FailureError({
    kind: "input",
    code: "http3-no-curl",
    message: "HTTP/3 goes through an installed curl, and no curl with HTTP/3 was found.",
    phase: "prepare",
    remedy: "Install a curl whose `curl --version` lists HTTP3, or choose another HTTP version.",
    place: "httpVersion",
  });
}

/** Something that curl cannot do over HTTP/3. */
export function notOverHttp3(
  what: "http" | "proxy" | "unixSocket" | "haproxyProtocol",
): FailureError {
  const messages = {
    http: "HTTP/3 is spoken over TLS only, and the URL begins with http.",
    proxy: "HTTP/3 cannot go through a proxy.",
    unixSocket: "HTTP/3 cannot go through a unix socket.",
    haproxyProtocol: "HTTP/3 cannot begin with a PROXY header.",
  } as const;
  return new FailureError({
    kind: "input",
    code: `http3-${what === "unixSocket" ? "unix-socket" : what}`,
    message: messages[what],
    phase: "prepare",
    remedy: "Choose another HTTP version, or change that setting.",
    place: "httpVersion",
  });
}
