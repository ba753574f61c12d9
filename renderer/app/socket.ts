import { type Failure, toFailure } from "../../shared/model/failure.ts";
import { isSecretName } from "../../shared/formats/import/secret-signs.ts";
import { fromHex } from "../../shared/model/hex-text.ts";
import { bytesToBase64 } from "../../shared/model/raw-bytes.ts";
import type { SocketMessage } from "../../shared/model/request.ts";
import { focusPlace } from "../actions/focus-place.ts";
import { chooseLanguage } from "../i18n/language.ts";
import { socketRequestWords } from "../i18n/messages/websocket-request.ts";
import type { Composed } from "../state/composed.ts";
import { notify, notifyFailure } from "../state/notices.ts";
import { valueOf } from "../state/document.ts";
import { showOverlay } from "../state/overlay.ts";
import type { Run } from "../state/runs.ts";
import type { App } from "./app.ts";

/** Where the WebSocket of a tab is. `connecting`: everything up to the answer to the handshake. */
export type SocketPhase = "idle" | "connecting" | "open" | "closing";

export function phaseOf(run: Run | undefined): SocketPhase {
  // What an ended exchange says of its WebSocket is history: the process may have died before it could say that it closed.
  if (run?.running !== true) return "idle";
  const socket = run.exchange?.hops.at(-1)?.socket;
  if (socket === undefined) return "connecting";
  return socket.state === "open" ? "open" : "closing";
}

export function socketPhase(app: App, key: string): SocketPhase {
  return phaseOf(app.runs.store.getState().runs[key]);
}

/**
 * Sends a message on the WebSocket of a tab, and asks the person what it asks for before. What went wrong is the answer; null: it went out.
 */
export async function sendMessage(
  app: App,
  key: string,
  { type, data }: Pick<SocketMessage, "type" | "data">,
  answers: Readonly<Record<string, string>> = {},
): Promise<Failure | null> {
  const id = app.runs.store.getState().runs[key]?.exchange?.id ?? "";
  const message = { type, data };
  try {
    const some = Object.keys(answers).length > 0;
    await app.remote["exchange.socketSend"](some ? { id, message, answers } : { id, message });
    return null;
  } catch (thrown) {
    const failure = toFailure(thrown);
    const name = failure.code === "variable-unanswered" ? failure.place : undefined;
    // What is typed unseen would not be hidden in what is kept.
    if (name === undefined || isSecretName(name) || Object.hasOwn(answers, name)) return failure;
    const given = await ask(app, name);
    return given === null
      ? failure
      : await sendMessage(app, key, message, { ...answers, ...given });
  }
}

function ask(app: App, name: string): Promise<Readonly<Record<string, string>> | null> {
  return new Promise((done) => showOverlay(app.overlay, { kind: "prompts", names: [name], done }));
}

/** Sends what is written in the box of a tab, which is empty then; an empty box gets the focus instead. */
export async function sendComposed(app: App, key: string): Promise<void> {
  const composed = app.composed.get(key);
  if (composed.text === "") return focusPlace("message", "textarea");
  const message = messageOf(composed);
  const failure = message === null ? notHex : await sendMessage(app, key, message);
  if (failure !== null) return app.composed.failed(key, failure);
  app.composed.sent(key, composed);
}

function messageOf({ kind, text }: Composed): Pick<SocketMessage, "type" | "data"> | null {
  if (kind === "base64") return { type: "binary", data: text };
  if (kind !== "hex") return { type: kind, data: text };
  const bytes = fromHex(text);
  return bytes && { type: "binary", data: bytesToBase64(bytes) };
}

const notHex: Failure = {
  kind: "input",
  code: "ws-hex",
  message: "The bytes of this message are not hex: two digits each, such as 00 ff.",
  phase: "prepare",
  place: "message",
};

export async function pingSocket(app: App, key: string): Promise<void> {
  await attempt(app, key, (id) => app.remote["exchange.socketPing"]({ id }));
}

/** Says goodbye. `code` null: without one. */
export async function closeSocket(
  app: App,
  key: string,
  code: number | null,
  reason: string,
): Promise<void> {
  await attempt(app, key, (id) => app.remote["exchange.socketClose"]({ id, code, reason }));
}

async function attempt(
  app: App,
  key: string,
  work: (id: string) => Promise<unknown>,
): Promise<void> {
  const id = app.runs.store.getState().runs[key]?.exchange?.id;
  if (id === undefined) return;
  try {
    await work(id);
  } catch (thrown) {
    notifyFailure(app.notices, toFailure(thrown));
  }
}

/** Says that these tabs close, and the WebSockets that are open in them with them. The tab can be had back, its connection cannot. */
export function tellOfSockets(app: App, keys: readonly string[]): void {
  const open = keys.filter((key) => socketPhase(app, key) === "open");
  const [first] = open;
  if (first === undefined) return;
  const language = chooseLanguage(app.settings.getState().value.language, app.info.systemLanguage);
  const words = socketRequestWords[language];
  const request = valueOf(app.documents.get(first), "request");
  notify(app.notices, {
    text:
      open.length > 1
        ? words.tabsClosed(String(open.length))
        : words.tabClosed(request?.name || request?.url || ""),
    detail: words.tabClosedDetail,
  });
}
