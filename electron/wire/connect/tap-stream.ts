import { Socket } from "node:net";
import { Duplex } from "node:stream";

export type Done = (error?: Error | null) => void;

/** What a tap's stream is made of. */
export interface TapEnds {
  /** Somebody wants more. */
  read(): void;
  /** Somebody wrote; `done` once. */
  take(chunks: readonly Uint8Array[], done: Done): void;
  /** Nobody writes any more. */
  end(done: Done): void;
  /** It is over. */
  close(): void;
}

/** Of the stream that a socket is, which Node's types do not have. */
const options = {
  allowHalfOpen: true,
  readableHighWaterMark: 64 << 10,
  writableHighWaterMark: 64 << 10,
};

export class TapDuplex extends Duplex {
  readonly #tap: TapEnds;

  constructor(tap: TapEnds) {
    super(options);
    this.#tap = tap;
  }

  override _read(): void {
    this.#tap.read();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#tap.take([bytes], done);
  }

  override _writev(chunks: readonly Queued[], done: Done): void {
    this.#tap.take(chunks.map(bytesOf), done);
  }

  override _final(done: Done): void {
    this.#tap.end(done);
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#tap.close();
    done(error);
  }
}

/**
 * A socket without a handle of the system's, which Node's TLS takes for one that is not connected yet: it waits for `connect` and can be given
 * a session meanwhile (tls.ts). It costs more than other streams.
 */
export class TapSocket extends Socket {
  readonly #tap: TapEnds;

  constructor(tap: TapEnds) {
    super(options);
    this.#tap = tap;
  }

  override _read(): void {
    this.#tap.read();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#tap.take([bytes], done);
  }

  override _writev(chunks: readonly Queued[], done: Done): void {
    this.#tap.take(chunks.map(bytesOf), done);
  }

  override _final(done: Done): void {
    this.#tap.end(done);
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#tap.close();
    done(error);
    // A socket says it by itself, when its handle is closed.
    process.nextTick(emitClose, this);
  }
}

interface Queued {
  readonly chunk: Buffer;
}

function bytesOf({ chunk }: Queued): Buffer {
  return chunk;
}

function emitClose(stream: Socket): void {
  stream.emit("close");
}
