/** What the server of a case sends, piece by piece: each is written by itself. */
export type Piece = Buffer;

export interface Message {
  readonly text: boolean;
  readonly bytes: Buffer;
}

/** What compression the server agrees to (RFC 7692 §7.1). */
export interface AgreedDeflate {
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  /** 9 to 15; null: not said. */
  readonly serverWindowBits: number | null;
  readonly clientWindowBits: number | null;
}

/** One case: a server that sends, and what a client that sends every message back has to do. */
export interface SocketCase {
  /** Numbered as in Autobahn's suite. */
  readonly id: string;
  readonly what: string;
  readonly sends: readonly Piece[];
  /** Messages that must come back, in order. */
  readonly echoes?: readonly Message[];
  /** Those may be missing: what comes before a fault need not be answered any more. */
  readonly mayMiss?: true;
  /** Payloads of pongs that must come, in order. */
  readonly pongs?: readonly Buffer[];
  /**
   * clean: the server says 1000 when all is there, and hears 1000. fails: the client says one of these codes and leaves. answers: the server said
   * goodbye already, and hears this code (null: none).
   */
  readonly ends:
    | { readonly kind: "clean" }
    | { readonly kind: "fails"; readonly codes: readonly number[] }
    | { readonly kind: "answers"; readonly code: number | null };
  readonly deflate?: AgreedDeflate;
  /** Sent one by one, each when the last came back. */
  readonly rounds?: { readonly messages: readonly Message[]; readonly fragment: number };
}

export const op = { more: 0x0, text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const;

/** A frame of a server's (RFC 6455 §5.2): no mask. */
export function frame(
  opcode: number,
  payload: Buffer | string = "",
  { fin = true, rsv = 0 }: { readonly fin?: boolean; readonly rsv?: number } = {},
): Buffer {
  const bytes = typeof payload === "string" ? Buffer.from(payload) : payload;
  const { length } = bytes;
  const first = (fin ? 0x80 : 0) | (rsv << 4) | opcode;
  const head = Buffer.alloc(length < 126 ? 2 : length < 1 << 16 ? 4 : 10);
  head[0] = first;
  head[1] = length < 126 ? length : length < 1 << 16 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, bytes]);
}

/** A close frame; null: without a code. */
export function closing(code: number | null, reason: Buffer | string = ""): Buffer {
  if (code === null) return frame(op.close);
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(code);
  return frame(op.close, Buffer.concat([bytes, Buffer.from(reason as string)]));
}

/** The bytes in pieces of `size`. */
export function chopped(bytes: Buffer, size: number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return pieces;
}

/** One message in frames of `size` bytes of payload. `rsv1`: the first says that it is compressed. */
export function fragments(opcode: number, bytes: Buffer, size: number, rsv1 = false): Buffer[] {
  const parts = bytes.length === 0 ? [bytes] : chopped(bytes, size);
  return parts.map((part, index) =>
    frame(index === 0 ? opcode : op.more, part, {
      fin: index === parts.length - 1,
      rsv: rsv1 && index === 0 ? 4 : 0,
    }),
  );
}

export const text = (bytes: Buffer | string): Message => ({
  text: true,
  bytes: Buffer.from(bytes as string),
});
export const binary = (bytes: Buffer): Message => ({ text: false, bytes });
export const clean = { kind: "clean" } as const;
export const fails = (...codes: readonly number[]) => ({ kind: "fails", codes }) as const;
export const answers = (code: number | null) => ({ kind: "answers", code }) as const;
