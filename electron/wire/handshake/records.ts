/** One TLS record (RFC 8446 §5.1). */
export interface TlsRecord {
  /** 20 change_cipher_spec, 21 alert, 22 handshake, 23 application data. */
  readonly type: number;
  readonly payload: Uint8Array;
  /** The five bytes before it, which the encryption covers. */
  readonly header: Uint8Array;
}

/** The whole records at the beginning of `bytes`; stops at what is no TLS or is cut. */
export function readRecords(bytes: Uint8Array): readonly TlsRecord[] {
  const records: TlsRecord[] = [];
  for (let at = 0; at + 5 <= bytes.length;) {
    const type = bytes[at] ?? 0;
    if (type < 20 || type > 23 || bytes[at + 1] !== 3) break;
    const end = at + 5 + ((bytes[at + 3] ?? 0) << 8) + (bytes[at + 4] ?? 0);
    if (end > bytes.length) break;
    records.push({
      type,
      header: bytes.subarray(at, at + 5),
      payload: bytes.subarray(at + 5, end),
    });
    at = end;
  }
  return records;
}

export interface HandshakeMessage {
  readonly type: number;
  readonly body: Uint8Array;
}

/** The first message, when it lies whole in the first record, as hellos do; null: it does not, or there is none. */
export function firstMessage(bytes: Uint8Array): HandshakeMessage | null {
  if (bytes.length < 9 || bytes[0] !== 22 || bytes[1] !== 3) return null;
  const at = (index: number): number => bytes[index] ?? 0;
  const end = 9 + ((at(6) << 16) | (at(7) << 8) | at(8));
  if (end > bytes.length || end > 5 + ((at(3) << 8) | at(4))) return null;
  return { type: at(5), body: bytes.subarray(9, end) };
}

/** Puts handshake messages together from the records they lie in. */
export class MessageReader {
  #pending: Uint8Array = new Uint8Array();

  /** The messages complete with these bytes. */
  push(bytes: Uint8Array): readonly HandshakeMessage[] {
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    const messages: HandshakeMessage[] = [];
    for (;;) {
      const [type, high, middle, low] = this.#pending;
      if (type === undefined || low === undefined) return messages;
      const end = 4 + (((high ?? 0) << 16) | ((middle ?? 0) << 8) | low);
      if (end > this.#pending.length) return messages;
      messages.push({ type, body: this.#pending.subarray(4, end) });
      this.#pending = this.#pending.subarray(end);
    }
  }
}
