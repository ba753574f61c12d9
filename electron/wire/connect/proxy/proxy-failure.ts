import type { ResponseHead } from "../../../../shared/model/exchange.ts";
import { FailureError } from "../../../../shared/model/failure.ts";
import type { ReplyChunk } from "../../http1/body-queue.ts";
import { isTlsCode, tlsFailure } from "../tls-failure.ts";

/** What a proxy answered instead of letting a connection through. */
export interface Refusal {
  /** Of the CONNECT. */
  readonly hop: number;
  readonly head: ResponseHead | null;
  readonly body: readonly ReplyChunk[];
}

/** The proxy answered CONNECT, and not with a tunnel. Its reply is a result like any other. */
export class TunnelRefused extends FailureError {
  readonly refusal: Refusal;
  constructor(code: string, message: string, remedy: string, refusal: Refusal) {
    super({ kind: "proxy", code, message, remedy, phase: "connect" });
    this.name = "TunnelRefused";
    this.refusal = refusal;
  }
}

/** A status other than 2xx and other than a 407 that could be answered. */
export function tunnelRefused(refusal: Refusal): TunnelRefused {
  const status = refusal.head?.status ?? 0;
  return new TunnelRefused(
    "proxy-refused",
    `The proxy did not open a tunnel; it answered ${status}.`,
    "Its reply says why. Check whether the proxy allows that host and port.",
    refusal,
  );
}

/** `tried`: credentials went, and the proxy asks again. */
export function proxyAuthRefused(refusal: Refusal, tried: boolean): TunnelRefused {
  return tried
    ? new TunnelRefused(
        "proxy-credentials",
        "The proxy did not accept the user name and password.",
        "Check the user name and the password of the proxy.",
        refusal,
      )
    : new TunnelRefused(
        "proxy-auth-required",
        "The proxy asks for a user name and password, or for a scheme that cannot be answered.",
        "Give the proxy's user name and password in the network settings.",
        refusal,
      );
}

/** What came is no reply to CONNECT. */
export function proxyGarbled(refusal: Refusal): TunnelRefused {
  return new TunnelRefused(
    "proxy-reply-invalid",
    "The proxy answered with something that is no HTTP reply.",
    "Check the kind of the proxy and its port; the Wire view shows what came.",
    refusal,
  );
}

/** The connection to the proxy ended in the middle of its answer. `cause`: the socket's error, if any. */
export function proxyClosed(cause: unknown): FailureError {
  const code = (cause as NodeJS.ErrnoException | null)?.code ?? "";
  // TLS 1.3 says what it thinks of the client certificate after the handshake.
  if (isTlsCode(code)) return tlsWithProxy(tlsFailure(code, "connect", cause));
  return new FailureError(
    {
      kind: "proxy",
      code: "proxy-closed",
      message: "The proxy closed the connection before it let anything through.",
      phase: "connect",
      remedy: "Check the kind of the proxy and its port, and look at its log.",
    },
    { cause },
  );
}

/** A failure on the way to the proxy as one about the proxy; what the person decided (time, cancel, input) stays what it is. */
export function onTheWay(thrown: unknown): unknown {
  if (!(thrown instanceof FailureError)) return thrown;
  const { failure } = thrown;
  if (failure.kind !== "resolve" && failure.kind !== "connect" && failure.kind !== "tls")
    return thrown;
  const { kind, code } = failure;
  if (kind === "tls") return tlsWithProxy(thrown);
  const what =
    kind === "resolve"
      ? "The name of the proxy was not resolved."
      : "The proxy could not be reached.";
  return new FailureError(
    {
      ...failure,
      kind: "proxy",
      code: `proxy-${code}`,
      message: `${what} ${failure.message}`,
      remedy: "Check the proxy in the network settings, and whether it is running.",
    },
    { cause: thrown },
  );
}

/** What went wrong in TLS with an https proxy, said of the server, as one about the proxy. */
export function tlsWithProxy(thrown: FailureError): FailureError {
  const { failure } = thrown;
  return new FailureError(
    {
      ...failure,
      kind: "proxy",
      code: `proxy-${failure.code}`,
      message: `The TLS connection to the proxy could not be made. ${failure.message.replace(/^The server/, "The proxy")}`,
      remedy:
        "Look at the proxy's TLS settings: its authority, the client certificate, a pinned key.",
    },
    { cause: thrown },
  );
}

const socksSentences: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  "socks-version": [
    "The proxy does not speak that version of SOCKS.",
    "Check the kind of the proxy and its port.",
  ],
  "socks-auth": [
    "The SOCKS proxy accepts no way to sign in that was offered.",
    "Give the proxy's user name and password in the network settings.",
  ],
  "socks-credentials": [
    "The SOCKS proxy did not accept the user name and password.",
    "Check the user name and the password of the proxy.",
  ],
  "socks-general": ["The SOCKS proxy failed.", "Look at the proxy's log."],
  "socks-not-allowed": [
    "The SOCKS proxy does not allow that connection.",
    "Check the rules of the proxy.",
  ],
  "socks-network-unreachable": [
    "The SOCKS proxy has no way to that network.",
    "Check the address.",
  ],
  "socks-host-unreachable": [
    "The SOCKS proxy cannot reach that host.",
    "Check the host name; with socks5h the proxy looks it up.",
  ],
  "socks-refused": [
    "Nothing accepts connections on that port, says the SOCKS proxy.",
    "Check the port, and whether the server is running.",
  ],
  "socks-expired": ["The SOCKS proxy says the way is too long.", "Check the address."],
  "socks-command": ["The SOCKS proxy does not connect to anything.", "Use another proxy."],
  "socks-address": [
    "The SOCKS proxy does not take that kind of address.",
    "Let the proxy look the name up (socks5h, socks4a), or choose another IP version.",
  ],
  "socks-name-length": [
    "The host name is longer than SOCKS can carry.",
    "Use a shorter name or an address.",
  ],
  "socks-user-length": [
    "The user name or password is longer than SOCKS can carry.",
    "Each may have 255 bytes.",
  ],
};

/** The proxy works, and could not connect to that address: another may do. */
export function isAboutPlace(thrown: unknown): boolean {
  if (!(thrown instanceof FailureError)) return false;
  const { code } = thrown.failure;
  return (
    code === "socks-not-allowed" ||
    code === "socks-network-unreachable" ||
    code === "socks-host-unreachable" ||
    code === "socks-refused" ||
    code === "socks-address" ||
    code === "socks-general"
  );
}

/** A SOCKS proxy said no, or could not be asked. `code`: one of ours. */
export function socksFailure(code: string): FailureError {
  const [message, remedy] = socksSentences[code] ?? [
    "The SOCKS proxy gave an answer that could not be used.",
    "Check the kind of the proxy and its port.",
  ];
  return new FailureError({ kind: "proxy", code, message, phase: "connect", remedy });
}
