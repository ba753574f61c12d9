import type { SendInput } from "../../shared/contract/index.ts";
import type { HistoryPlace } from "../../shared/model/exchange-summary.ts";
import type { ExchangeId } from "../../shared/model/exchange.ts";
import { withLastEventId } from "../../shared/model/last-event-id.ts";
import { type ByteSpan, withoutRange, withRange } from "../../shared/model/range-request.ts";
import type { HttpRequest } from "../../shared/model/request.ts";
import { valueOf } from "../state/document.ts";
import { pinTab } from "../state/session.ts";
import type { App } from "./app.ts";
import { sendComposed, socketPhase } from "./socket.ts";

/** What a tab would send now, or null when it is not a request. */
export function sendInput(app: App, key: string): SendInput | null {
  const document = app.documents.get(key);
  const request: HttpRequest | null = valueOf(document, "request");
  if (!document || !request) return null;
  const collectionId = document.ref?.collectionId ?? null;
  const scratch = collectionId === null ? { scratch: key } : {};
  return {
    ...scratch,
    request,
    collectionId,
    path: document.ref?.path ?? "",
    environment: collectionId === null ? null : environmentOf(app, collectionId),
  };
}

/** The environment chosen for a collection; null when none is, or when it is gone. */
export function environmentOf(app: App, collectionId: string): string | null {
  const chosen = app.session.getState().environments[collectionId] ?? null;
  const collection = app.replica
    .getState()
    .collections.find((candidate) => candidate.id === collectionId);
  return chosen !== null && collection?.environments.includes(chosen) ? chosen : null;
}

/** Where the history of a tab's request is kept. */
export function historyPlace(app: App, key: string): HistoryPlace {
  const ref = app.documents.get(key)?.ref ?? null;
  return ref === null
    ? { collectionId: null, path: key }
    : { collectionId: ref.collectionId, path: ref.path };
}

/** Sends what a hop of an earlier exchange sent, byte for byte, with the settings of the tab's request. */
export function replayInTab(app: App, key: string, exchangeId: ExchangeId, hop: number): void {
  const input = sendInput(app, key);
  if (!input) return;
  app.session.setState({ responseOpen: true });
  void app.runs.send(key, { ...input, replay: { exchangeId, hop } });
}

/**
 * Sends the request of a tab as it is edited now, saved or not; where that is an open WebSocket, the message that is written for it. With `resume` only for what the body of that exchange misses.
 */
export function sendTab(app: App, key: string, resume?: ExchangeId): void {
  const input = sendInput(app, key);
  if (!input) return;
  const socket = input.request.body.kind === "websocket" && !input.request.raw;
  if (socket && socketPhase(app, key) === "open") return void sendComposed(app, key);
  pinTab(app.session, key);
  app.session.setState({ responseOpen: true });
  void app.runs.send(key, resume === undefined ? input : { ...input, resume });
}

/** Asks for other bytes of the same: the request of a tab gets a `Range` (or loses it, with null), where it can be seen, and is sent. */
export function sendRange(
  app: App,
  key: string,
  span: ByteSpan | null,
  validator: string | null,
): void {
  const request = valueOf(app.documents.get(key), "request");
  if (!request) return;
  const headers =
    span === null ? withoutRange(request.headers) : withRange(request.headers, span, validator);
  app.documents.edit(key, { ...request, headers });
  sendTab(app, key);
}

/** Asks an event stream to go on behind an event: the request of a tab gets its `Last-Event-ID`, where it can be seen, and is sent. */
export function sendAfterEvent(app: App, key: string, lastId: string): void {
  const request = valueOf(app.documents.get(key), "request");
  if (!request) return;
  app.documents.edit(key, { ...request, headers: withLastEventId(request.headers, lastId) });
  sendTab(app, key);
}
