import type { ResponseHead } from "../../../shared/model/exchange.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import { headerValues, type SentHeader } from "../../../shared/model/header.ts";
import type { DeflateView } from "../../../shared/model/web-socket.ts";
import { lateCrypto } from "../../base/late.ts";
import { deflateOffer, type Extension, readDeflate, readExtensions } from "./deflate-agreement.ts";

/** What a handshake is made from. */
export interface HandshakeOffer {
  /** Subprotocols in the order of preference; empty: none are offered. */
  readonly protocols: readonly string[];
  /** Offer to compress messages (permessage-deflate). */
  readonly compress: boolean;
}

/** The fields that ask a server to go on in WebSocket (RFC 6455 §4.1). The key is new each time. */
export function handshakeFields({ protocols, compress }: HandshakeOffer): readonly SentHeader[] {
  const key = lateCrypto().randomBytes(16).toString("base64");
  const fields: (readonly [name: string, value: string])[] = [
    ["Connection", "Upgrade"],
    ["Upgrade", "websocket"],
    ["Sec-WebSocket-Version", "13"],
    ["Sec-WebSocket-Key", key],
  ];
  if (protocols.length > 0) fields.push(["Sec-WebSocket-Protocol", protocols.join(", ")]);
  if (compress) fields.push(["Sec-WebSocket-Extensions", deflateOffer]);
  return fields.map(([name, value]) => ({ name, value, origin: "client" }));
}

/** What the two sides agreed to. */
export interface Agreement {
  /** "" for none. */
  readonly protocol: string;
  /** As the server wrote it; "" for none. */
  readonly extensions: string;
  /** null: messages are not compressed. */
  readonly deflate: DeflateView | null;
}

/** The value of Sec-WebSocket-Accept that proves that the server read the key (RFC 6455 §4.2.2). */
export function acceptOf(key: string): string {
  return lateCrypto()
    .createHash("sha1")
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest("base64");
}

/**
 * Checks a 101 against what was asked, whoever wrote it (RFC 6455 §4.1, the client's six steps). Throws FailureError `protocol`: which field is
 * wrong and how.
 */
export function readAgreement(head: ResponseHead, asked: readonly SentHeader[]): Agreement {
  const said = (name: string): readonly string[] => headerValues(head.headers, name);
  if (!tokens(said("upgrade")).includes("websocket")) throw refused("ws-upgrade");
  if (!tokens(said("connection")).includes("upgrade")) throw refused("ws-connection");
  const accepts = said("sec-websocket-accept");
  if (accepts.length === 0) throw refused("ws-accept-missing");
  const key = askedFor(asked, "sec-websocket-key").at(-1) ?? "";
  if (accepts.length > 1 || accepts[0]?.trim() !== acceptOf(key.trim())) throw refused("ws-accept");
  return {
    protocol: protocolOf(said("sec-websocket-protocol"), asked),
    extensions: said("sec-websocket-extensions").join(", "),
    deflate: deflateOf(said("sec-websocket-extensions"), asked),
  };
}

function protocolOf(said: readonly string[], asked: readonly SentHeader[]): string {
  if (said.length === 0) return "";
  const offered = askedFor(asked, "sec-websocket-protocol")
    .flatMap((value) => value.split(","))
    .map((name) => name.trim());
  const [chosen = ""] = said.map((value) => value.trim());
  if (said.length > 1 || !offered.includes(chosen) || chosen === "")
    throw refused("ws-subprotocol");
  return chosen;
}

function deflateOf(said: readonly string[], asked: readonly SentHeader[]): DeflateView | null {
  const answers = readExtensions(said);
  if (answers === null) throw refused("ws-extensions-form");
  // What a person typed may be no list at all; then nothing was offered.
  const offers = readExtensions(askedFor(asked, "sec-websocket-extensions")) ?? [];
  let agreed: DeflateView | null = null;
  for (const answer of answers) {
    const offered: Extension | undefined = offers.find(({ name }) => name === answer.name);
    if (offered === undefined || agreed !== null) throw refused("ws-extension");
    // Frames of an extension Envoi does not know could not be read.
    if (answer.name !== "permessage-deflate") throw refused("ws-extension-unknown");
    agreed = readDeflate(answer, offered);
    if (agreed === null) throw refused("ws-deflate-parameters");
  }
  return agreed;
}

function askedFor(headers: readonly SentHeader[], wanted: string): readonly string[] {
  return headers.filter(({ name }) => name.toLowerCase() === wanted).map(({ value }) => value);
}

function tokens(fields: readonly string[]): readonly string[] {
  return fields.flatMap((field) => field.split(",")).map((part) => part.trim().toLowerCase());
}

const sentences = {
  "ws-upgrade": "The server switched protocols, but its Upgrade field does not say websocket.",
  "ws-connection": "The server switched protocols, but its Connection field does not say Upgrade.",
  "ws-accept-missing": "The answer has no Sec-WebSocket-Accept: the server did not read the key.",
  "ws-accept": "Sec-WebSocket-Accept does not fit the key that was sent.",
  "ws-subprotocol": "The server chose a subprotocol that was not offered.",
  "ws-extensions-form": "Sec-WebSocket-Extensions in the answer is not written as it has to be.",
  "ws-extension": "The server uses an extension that was not offered.",
  "ws-extension-unknown": "The server uses an extension Envoi does not know.",
  "ws-deflate-parameters":
    "The server agreed to compression with parameters that may not stand there.",
} as const;

function refused(code: keyof typeof sentences): FailureError {
  return new FailureError({
    kind: "protocol",
    code,
    message: sentences[code],
    phase: "receive",
    remedy: "The answer is shown as it came; a proxy or cache in between may have made it.",
  });
}

/** Whether this answers the handshake with anything but 101 (RFC 6455 §4.1): an ordinary reply, which says why. */
export function notSwitched(head: ResponseHead | null): FailureError {
  return new FailureError({
    kind: "protocol",
    code: "ws-not-switched",
    message: `The server did not switch to WebSocket${head === null ? "" : `: it answered ${head.status}`}.`,
    phase: "receive",
    remedy: "Its answer is shown: see its status and body, and whether the path is right.",
  });
}
