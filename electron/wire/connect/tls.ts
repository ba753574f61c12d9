import { isIP } from "node:net";
import { type ConnectionOptions, connect, type SecureContext, type TLSSocket } from "node:tls";
import type { TlsView } from "../../../shared/model/exchange.ts";
import { abortFailure } from "./abort.ts";
import { offeredProtocols } from "./alpn.ts";
import { certificateChain } from "./certificate-view.ts";
import type { Channel, ConnectContext, Connector, Target } from "./connector.ts";
import { withinPhase } from "./phase-limit.ts";
import { type ContextFor, createContexts, lowersLevel } from "./secure-context.ts";
import { checkIdentity } from "./server-identity.ts";
import { handshakeFailure, verifyFailure } from "./tls-failure.ts";
import { verifyReason } from "./verify-reason.ts";
import { createSessionCache, type SessionCache } from "./tls-session-cache.ts";

export interface TlsOptions {
  /** PEM certificates to trust beside the built-in ones; default none. */
  readonly ca?: readonly string[];
}

interface Parts {
  readonly sessions: SessionCache;
  readonly contextFor: ContextFor;
}

const loweredLevel = {
  kind: "note",
  code: "tls-level-lowered",
  message:
    "TLS 1.0 and 1.1 are allowed: OpenSSL's security level is 0 for this handshake, which also takes weak ciphers and signatures.",
} as const;

/**
 * Connector part: TLS over what `next` opens, for https targets. Emits `tls-start` and `tls`, the latter also when the
 * certificate is refused, so that the chain can be looked at. No byte of the protocol above goes out before the check.
 */
export function tls(next: Connector, options: TlsOptions = {}): Connector {
  const parts: Parts = {
    sessions: createSessionCache(),
    contextFor: createContexts(options.ca ?? []),
  };
  return async (target, context) => {
    const channel = await next(target, context);
    if (target.scheme !== "https") return channel;
    try {
      return await withinPhase("tls", target.network.tlsTimeout, context, (inner) =>
        handshake(channel, target, inner, parts),
      );
    } catch (thrown) {
      channel.stream.destroy();
      throw thrown;
    }
  };
}

async function handshake(
  channel: Channel,
  target: Target,
  context: ConnectContext,
  { sessions, contextFor }: Parts,
): Promise<Channel> {
  const { network } = target;
  const known = network.resumeSession ? sessions.get(target) : null;
  const options = connectOptions(channel, target, contextFor(target), known?.session);
  const servername = options.servername ?? "";
  if (lowersLevel(network)) context.emit(loweredLevel);
  context.emit({ kind: "tls-start", servername, alpn: offeredProtocols(network) });
  const secure = connect(options);
  // TLS 1.2 gives its session in the handshake, TLS 1.3 some time after it.
  let early: Buffer | null = null;
  const hold = (session: Buffer): void => {
    early = session;
  };
  secure.on("session", hold);
  await established(secure, channel, context);
  const view = tlsView(secure, servername, known?.chain ?? []);
  context.emit({ kind: "tls", tls: view });
  if (target.verifyTls && !view.verified) {
    secure.destroy();
    throw verifyFailure(view.verifyError ?? "unverified", view.chain[0]);
  }
  const keep = (session: Buffer): void => {
    if (network.resumeSession) sessions.put(target, { session, chain: view.chain });
  };
  if (early !== null) keep(early);
  secure.off("session", hold).on("session", keep);
  return { ...channel, stream: secure, tls: view };
}

function connectOptions(
  channel: Channel,
  target: Target,
  secureContext: SecureContext,
  session: Buffer | undefined,
): ConnectionOptions {
  const alpn = offeredProtocols(target.network);
  return {
    socket: channel.stream,
    host: target.host,
    servername: serverName(target),
    secureContext,
    // The verdict is ours, right after the handshake, so that a refused chain can still be shown.
    rejectUnauthorized: false,
    checkServerIdentity: checkIdentity,
    ...(alpn.length === 0 ? {} : { ALPNProtocols: [...alpn] }),
    ...(session === undefined ? {} : { session }),
  };
}

/** The name for SNI and for the check; "": none is sent, the host is checked. An address is never sent (RFC 6066 §3). */
function serverName({ host, network }: Target): string {
  const name = network.servername ?? host;
  return isIP(name) === 0 ? name.replace(/\.$/, "") : "";
}

function established(secure: TLSSocket, channel: Channel, context: ConnectContext): Promise<void> {
  return new Promise((resolve, reject) => {
    const { signal } = context;
    const done = (finish: () => void): void => {
      signal.removeEventListener("abort", onAbort);
      channel.stream.off("error", onError);
      secure.off("error", onError).off("close", onClose).off("secureConnect", onSecure);
      finish();
    };
    const onAbort = (): void => {
      done(() => reject(abortFailure(signal, "tls")));
      secure.destroy();
    };
    const onError = (error: NodeJS.ErrnoException): void =>
      done(() => reject(handshakeFailure(error)));
    const onClose = (): void => done(() => reject(handshakeFailure(null)));
    const onSecure = (): void => done(resolve);
    // Stays: later errors belong to whoever reads and writes.
    secure.on("error", () => undefined);
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    channel.stream.once("error", onError);
    secure.once("error", onError).once("close", onClose).once("secureConnect", onSecure);
  });
}

function tlsView(secure: TLSSocket, servername: string, knownChain: TlsView["chain"]): TlsView {
  const resumed = secure.isSessionReused();
  const sent = certificateChain(secure);
  // A resumed session carries the leaf at most; the rest was seen when the session began.
  const leaf = sent[0]?.fingerprint256;
  const same = resumed && (leaf === undefined || knownChain[0]?.fingerprint256 === leaf);
  const chain = same && knownChain.length > sent.length ? knownChain : sent;
  const error: unknown = secure.authorizationError;
  return {
    version: secure.getProtocol() ?? "",
    cipher: secure.getCipher().name,
    alpn: typeof secure.alpnProtocol === "string" ? secure.alpnProtocol : "",
    servername,
    resumed,
    verified: secure.authorized,
    ...(secure.authorized ? {} : { verifyError: verifyReason(errorCode(error), chain) }),
    chain,
  };
}

function errorCode(error: unknown): string {
  if (typeof error === "string") return error;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "unverified";
}
