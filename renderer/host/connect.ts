import { type DesktopContract, desktopKinds } from "../../shared/contract/desktop.ts";
import { type AppInfo, type Contract, kinds, type Remote } from "../../shared/contract/index.ts";
import type { ExchangeId } from "../../shared/model/exchange.ts";
import { FailureError } from "../../shared/model/failure.ts";
import type { WireSide } from "../../shared/model/wire-log.ts";
import { bodyUrl, type BodyUrlOptions, wireUrl } from "./address.ts";
import { type ConnectionState, createConnection, type OpenLink } from "./connection.ts";
import { type EnvoiPort, portLink } from "./port-link.ts";
import { openSocketLink } from "./socket-link.ts";
import type { State } from "./state.ts";

declare global {
  interface Window {
    /** Put there by the desktop preload; absent in the loopback host. */
    readonly envoi?: EnvoiPort;
  }
}

/** Main, as the page sees it: the same in every host. */
export interface Host {
  readonly remote: Remote<Contract>;
  /** What only a host with `nativeMenu` answers; null elsewhere. */
  readonly desktop: Remote<DesktopContract> | null;
  /** What this host is and can do, as it was when the page opened. */
  readonly info: AppInfo;
  bodyUrl(id: string, options?: BodyUrlOptions): string;
  wireUrl(id: ExchangeId, side: WireSide): string;
  readonly state: State<ConnectionState>;
}

/**
 * Connects to whichever host is there: the desktop preload's port, else the loopback host's WebSocket.
 * Waits for the first link as long as it takes. Rejects with FailureError `policy/restarted` when the host refuses the page.
 */
export async function connectHost(): Promise<Host> {
  const connection = createConnection<Contract & DesktopContract>(linkOpener(), {
    ...kinds,
    ...desktopKinds,
  });
  await opened(connection.state);
  const { remote, state } = connection;
  const info = await remote["app.info"](null);
  const desktop = info.capabilities.nativeMenu ? remote : null;
  return { remote, desktop, state, info, bodyUrl, wireUrl };
}

function opened(state: State<ConnectionState>): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = () => {
      const current = state.get();
      if (current === "open") resolve();
      else if (current === "restarted") reject(new FailureError(restarted));
      else return;
      stop();
    };
    const stop = state.subscribe(check);
    check();
  });
}

const restarted = {
  kind: "policy",
  code: "restarted",
  message: "Envoi does not know this page: it was started again, or the browser lost its cookie.",
  remedy: "Open the address Envoi printed last; if it was used already, start Envoi again.",
} as const;

function linkOpener(): OpenLink {
  const port = window.envoi;
  if (port !== undefined) return () => Promise.resolve(portLink(port));
  const url = `ws://${window.location.host}/link`;
  return async () => (await openSocketLink(url)) ?? (await reason());
}

/** A browser hides why a WebSocket failed; a plain request to the same host tells. */
async function reason(): Promise<"unreachable" | "refused"> {
  try {
    const answer = await fetch("/alive", { method: "HEAD", cache: "no-store" });
    return answer.status === 403 ? "refused" : "unreachable";
  } catch {
    return "unreachable";
  }
}
