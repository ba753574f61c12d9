import type { ConnectionOptions, SecureContext, TLSSocket } from "node:tls";
import { FailureError } from "../../../shared/model/failure.ts";
import { lateTls } from "../../base/late.ts";
import { readAgreement, readHandshake } from "../handshake/read-handshake.ts";
import { abortFailure, offAbort, onAbort } from "./abort.ts";
import { offeredProtocols, protocolsForNode } from "./alpn.ts";
import type { Channel, ConnectContext, Connector, Target } from "./connector.ts";
import { withinPhase } from "./phase-limit.ts";
import { type ContextsFor, createContexts, lowersLevel } from "./secure-context.ts";
import { checkIdentity, serverName } from "./server-identity.ts";
import { watchHandshake } from "./handshake-watch.ts";
import type { KeyLog } from "./key-log.ts";
import { watchEnd } from "./tls-end.ts";
import { handshakeFailure, withAlert } from "./tls-failure.ts";
import { listen } from "./tls-listen.ts";
import { createSessionCache, type SessionCache } from "./tls-session-cache.ts";
import { verifyFailure } from "./verify-sentences.ts";
import { asksForStaple, tlsView, viewOfHandshake } from "./view-tls.ts";

export interface TlsOptions {
  /** PEM certificates to trust beside the built-in ones; default none. */
  readonly ca?: readonly string[];
  /** Where the secrets of handshakes go; whoever made it closes it. */
  readonly keyLog?: KeyLog;
}

interface Parts {
  readonly sessions: SessionCache;
  readonly contextsFor: ContextsFor;
  readonly keyLog: KeyLog | null;
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
    contextsFor: createContexts(options.ca ?? []),
    keyLog: options.keyLog ?? null,
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
  parts: Parts,
): Promise<Channel> {
  const { network } = target;
  const known = network.resumeSession ? parts.sessions.get(target) : null;
  const contexts = parts.contextsFor(target);
  // The handshake of a session that is taken back has no certificates in it: then there is nothing to open.
  const quiet = known !== null && parts.keyLog?.wanted() !== true;
  const secureContext = quiet ? contexts.quiet() : contexts.telling;
  const options = connectOptions(channel, target, secureContext);
  if (lowersLevel(network)) context.emit(loweredLevel);
  context.emit({
    kind: "tls-start",
    servername: options.servername ?? "",
    alpn: offeredProtocols(network),
  });
  const needsSecret = (): void => {
    contexts.disturbed();
    heard.hearSecrets();
  };
  const watch = watchHandshake(channel, quiet ? needsSecret : null);
  const secure = lateTls().connect(options);
  const cutOff = watchEnd(secure, channel);
  const heard = listen(secure, watch, parts.keyLog, context.emit.bind(context));
  if (!quiet) heard.hearSecrets();
  begin(secure, channel, known?.session);
  try {
    await established(secure, channel, context);
  } catch (error) {
    const bytes = watch.stop();
    if (error instanceof FailureError) throw error;
    const seen = withAlert(readHandshake(bytes), error as NodeJS.ErrnoException | null);
    context.emit({ kind: "tls-failed", handshake: viewOfHandshake(seen) });
    throw handshakeFailure(error as NodeJS.ErrnoException | null, seen);
  }
  const seen = readAgreement(watch.stop());
  const view = await tlsView(secure, target, { heard, seen, known });
  context.emit({ kind: "tls", tls: view });
  if (target.verifyTls && !view.verified) {
    secure.destroy();
    throw verifyFailure(view.verifyError ?? "unverified", view.chain[0]);
  }
  if (network.pinnedKey !== "" || network.requireStaple) {
    const { unmetDemand } = await import("./tls-demands.ts");
    const unmet = unmetDemand(view, target);
    if (unmet !== null) {
      secure.destroy();
      throw unmet;
    }
  }
  // Read while the check of the key exchange was waited for, if at all: an early end is for whoever reads.
  heard.keepSession((session) => {
    if (network.resumeSession) parts.sessions.put(target, { session, chain: view.chain });
  });
  return { ...channel, stream: secure, tls: view, cutOff };
}

function connectOptions(
  channel: Channel,
  target: Target,
  secureContext: SecureContext,
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
    ...(alpn.length === 0 ? {} : { ALPNProtocols: protocolsForNode(alpn) }),
    ...(asksForStaple(target.network) ? { requestOCSP: true } : {}),
  };
}

/**
 * Node reads a session that is among the options of `connect` twice, its certificate each time, which takes longer than all else that is done
 * before the hello. What lies below is no connected socket for it (tap.ts), so the hello waits until that says it is.
 */
function begin(secure: TLSSocket, { stream }: Channel, session: Buffer | undefined): void {
  if (session !== undefined) (secure as Resuming).setSession(session);
  stream.emit("connect");
}

/** What `connect` itself calls; Node's types do not have it. */
interface Resuming extends TLSSocket {
  setSession(session: Buffer): void;
}

/** Resolves when the handshake is done. Rejects with the socket's or OpenSSL's error, null for a close, or the abort's FailureError. */
function established(secure: TLSSocket, channel: Channel, context: ConnectContext): Promise<void> {
  return new Promise((resolve, reject) => {
    const { signal } = context;
    // What settles a promise a second time does nothing, so the listeners stay: taking them away costs more.
    const done = (finish: () => void): void => {
      offAbort(signal, stop);
      finish();
    };
    const stop = (): void => {
      done(() => reject(abortFailure(signal, "tls")));
      secure.destroy();
    };
    const onError = (error: NodeJS.ErrnoException): void => done(() => reject(error));
    const onClose = (): void => done(() => reject(null));
    const onSecure = (): void => {
      // Our last word of the handshake comes now; the request goes out with it.
      if (secure.getProtocol() === "TLSv1.3") channel.taps.at(-1)?.joinNext();
      done(resolve);
    };
    // Later errors belong to whoever reads and writes.
    secure.on("error", onError);
    if (signal.aborted) return stop();
    onAbort(signal, stop);
    channel.stream.once("error", onError);
    secure.once("close", onClose).once("secureConnect", onSecure);
  });
}
