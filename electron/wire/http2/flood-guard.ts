/** Frames that cost work and bring nothing, in a row, before the connection is given up. */
const mostIdleFrames = 10_000;
/** Confirmations that wait to be accepted. */
const mostAcks = 1_000;

/** Counts what a server can send without end at no cost to itself (RFC 9113 §10.5). */
export class FloodGuard {
  #idle = 0;
  #acks = 0;

  /** A head or content came, or content goes out: what was counted is forgiven. */
  progress(): void {
    this.#idle = 0;
  }

  /** A frame came that brought nothing. False: that is enough. */
  idleFrame(): boolean {
    this.#idle += 1;
    return this.#idle <= mostIdleFrames && this.#acks <= mostAcks;
  }

  ackBegun(): void {
    this.#acks += 1;
  }

  ackDone(): void {
    this.#acks -= 1;
  }
}
