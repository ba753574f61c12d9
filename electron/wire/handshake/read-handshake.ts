import type { AlertView, HandshakeView, HelloView } from "../../../shared/model/tls-view.ts";
import { readClientHello, readServerName } from "./client-hello.ts";
import { alertName } from "./names.ts";
import { createOpener, type OpenRecord } from "./opener.ts";
import { firstMessage, type HandshakeMessage, MessageReader, readRecords } from "./records.ts";
import {
  type KeyExchange,
  readCertificateRequest,
  readCertificates,
  readKeyExchange,
  readServerHello,
  type ServerHello,
} from "./server-messages.ts";

/** The bytes of a handshake, as they passed, and the server's traffic secret in it where there is one (TLS 1.3). */
export interface HandshakeBytes {
  readonly sent: Uint8Array;
  readonly received: Uint8Array;
  readonly serverSecret: Uint8Array | null;
}

/** What both sides came to. */
export interface Agreement extends Pick<HandshakeView, "chosen" | "clientCertificate"> {
  /** DER, as sent by the server, in its order; null: there were none, or they could not be read. */
  readonly certificates: readonly Buffer[] | null;
  /** The prime of a finite-field key exchange; null: there was none. */
  readonly prime: Buffer | null;
}

/** What the bytes of a handshake say. */
export interface Handshake extends Agreement, HandshakeView {
  /** What the server said first; null: it said nothing. */
  readonly speaks: "tls" | "http" | "other" | null;
  /** The client showed a certificate. Seen before TLS 1.3 only; false there. */
  readonly certificateShown: boolean;
}

/** Reads what can be read. Never throws: what is cut or wrong ends it, and what was read stays. */
export function readHandshake({ sent, received, serverSecret }: HandshakeBytes): Handshake {
  const client = new ClientSide();
  const server = new ServerSide(serverSecret, false);
  attempt(() => client.read(sent));
  attempt(() => server.read(received));
  return {
    ...server.agreement(),
    offered: client.hello,
    alerts: [...client.alerts, ...server.alerts],
    speaks: received.length === 0 ? null : languageOf(received),
    certificateShown: client.certificateShown,
  };
}

/**
 * Reads what is shown of a handshake that succeeded, and no more: it is done for every connection. `servername`: what the hello named, ""
 * for none; null: it was not seen. Never throws.
 */
export function readAgreement({
  sent,
  received,
  serverSecret,
}: HandshakeBytes): Agreement & { readonly servername: string | null } {
  let servername: string | null = null;
  attempt(() => {
    servername = sentName(sent);
  });
  if (takesSession(received) === true) {
    const chosen = chosenIn(received);
    return { chosen, clientCertificate: null, certificates: null, prime: null, servername };
  }
  const server = new ServerSide(serverSecret, true);
  attempt(() => server.read(received));
  return { ...server.agreement(), servername };
}

function chosenIn(received: Uint8Array): Agreement["chosen"] {
  let chosen: Agreement["chosen"] = null;
  attempt(() => {
    const { version, cipher, group } = readServerHello(firstMessage(received)?.body ?? received);
    chosen = { version, cipher, group };
  });
  return chosen;
}

function sentName(bytes: Uint8Array): string | null {
  const first = firstMessage(bytes);
  if (first?.type === 1) return readServerName(first.body);
  const messages = new MessageReader();
  for (const { type, payload } of readRecords(bytes)) {
    if (type !== 22) continue;
    const hello = messages.push(payload).find((message) => message.type === 1);
    if (hello !== undefined) return readServerName(hello.body);
  }
  return null;
}

/**
 * Whether the server takes back the session that was offered, by its TLS 1.3 hello; null: that hello is not whole yet, or is of an earlier
 * version. By a look at the bytes alone: it is asked while the handshake waits. Never throws.
 */
export function takesSession(received: Uint8Array): boolean | null {
  const first = firstMessage(received);
  if (first === null || first.type !== 2) return null;
  const { body } = first;
  const number = (at: number): number => ((body[at] ?? 0) << 8) | (body[at + 1] ?? 0);
  let tls13 = false;
  let taken = false;
  // Version, random, the session's name behind its length, cipher, compression, then the length of the extensions.
  for (let at = 40 + (body[34] ?? 0); at + 4 <= body.length; at += 4 + number(at + 2)) {
    if (number(at) === 43) tls13 = number(at + 4) === 0x0304;
    if (number(at) === 41) taken = true;
  }
  return tls13 ? taken : null;
}

function attempt(read: () => void): void {
  try {
    read();
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
  }
}

function languageOf(bytes: Uint8Array): "tls" | "http" | "other" {
  const [first = 0, second = 3, third = 4] = bytes;
  if (first >= 20 && first <= 23 && second === 3) return "tls";
  // A hello of SSL 2.0.
  if (first >= 0x80 && third === 4) return "tls";
  return Buffer.from(bytes.subarray(0, 5)).toString("latin1") === "HTTP/" ? "http" : "other";
}

class ClientSide {
  hello: HelloView | null = null;
  certificateShown = false;
  readonly alerts: AlertView[] = [];

  read(bytes: Uint8Array): void {
    const messages = new MessageReader();
    for (const { type, payload } of readRecords(bytes)) {
      if (type === 21) addAlert(this.alerts, "client", payload);
      // After this, all is encrypted.
      if (type !== 22) continue;
      for (const message of messages.push(payload)) {
        if (message.type === 1) this.hello ??= readClientHello(message.body);
        if (message.type === 11) this.certificateShown = message.body.length > 3;
      }
    }
  }
}

class ServerSide {
  hello: ServerHello | null = null;
  group = "";
  certificates: readonly Buffer[] | null = null;
  authorities: readonly string[] | null = null;
  prime: Buffer | null = null;
  readonly alerts: AlertView[] = [];
  readonly #secret: Uint8Array | null;
  readonly #succeeded: boolean;
  #open: OpenRecord | null = null;
  #over = false;

  /** `succeeded`: then nothing is looked for where a resumed session has nothing to tell. */
  constructor(secret: Uint8Array | null, succeeded: boolean) {
    this.#secret = secret;
    this.#succeeded = succeeded;
  }

  agreement(): Agreement {
    const { hello } = this;
    return {
      chosen:
        hello === null
          ? null
          : { version: hello.version, cipher: hello.cipher, group: hello.group || this.group },
      clientCertificate: this.authorities === null ? null : { authorities: this.authorities },
      certificates: this.certificates,
      prime: this.prime,
    };
  }

  read(bytes: Uint8Array): void {
    const messages = new MessageReader();
    for (const record of readRecords(bytes)) {
      if (this.#over) return;
      let { type } = record;
      let content: Uint8Array = record.payload;
      if (type === 20) {
        // In TLS 1.3 it means nothing (RFC 8446 §D.4), before it the rest is encrypted.
        if (this.hello?.version !== "TLSv1.3") return;
        continue;
      }
      if (type === 23) {
        const opened = this.#open?.(record) ?? null;
        if (opened === null) return;
        ({ type, content } = opened);
      }
      if (type === 21) addAlert(this.alerts, "server", content);
      if (type === 22) for (const message of messages.push(content)) this.#message(message);
    }
  }

  #message({ type, body }: HandshakeMessage): void {
    const version = this.hello?.version ?? "";
    const tls13 = version === "TLSv1.3";
    switch (type) {
      case 2:
        this.hello = readServerHello(body);
        if (this.#succeeded && this.hello.resumes) this.#over = true;
        else if (!this.hello.retry && this.#secret !== null)
          this.#open = createOpener(this.hello.cipherNumber, this.#secret);
        return;
      case 11:
        this.certificates = readCertificates(body, tls13);
        return;
      case 12:
        return this.#keyExchange(readKeyExchange(body, this.hello?.cipher ?? ""));
      case 13:
        this.authorities = readCertificateRequest(body, version === "TLSv1.2", tls13);
        return;
      case 20:
        this.#over = true;
        return;
    }
  }

  #keyExchange({ group, prime }: KeyExchange): void {
    this.group = group;
    this.prime = prime;
  }
}

function addAlert(alerts: AlertView[], from: AlertView["from"], payload: Uint8Array): void {
  const [level, number] = payload;
  // Longer ones are encrypted.
  if (payload.length !== 2 || level === undefined || number === undefined) return;
  alerts.push({ from, level: level === 1 ? "warning" : "fatal", number, name: alertName(number) });
}
