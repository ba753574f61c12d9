/** Answers that may be under way at once; beyond them only the newest ping is answered. */
const mostUnderWay = 64;

/**
 * Answers pings, each as long as the server takes the answers. One that pings and does not read gets the answer to its newest ping when it reads
 * again, which RFC 6455 §5.5.3 allows: nothing piles up. `send` resolves when the kernel took the answer.
 */
export class Pongs {
  readonly #send: (payload: Uint8Array) => Promise<void>;
  #underWay = 0;
  #newest: Uint8Array | null = null;

  constructor(send: (payload: Uint8Array) => Promise<void>) {
    this.#send = send;
  }

  answer(payload: Uint8Array): void {
    if (this.#underWay >= mostUnderWay) {
      this.#newest = payload;
      return;
    }
    this.#underWay += 1;
    // What broke the connection says so itself.
    this.#send(payload).then(this.#sent, () => undefined);
  }

  readonly #sent = (): void => {
    this.#underWay -= 1;
    const payload = this.#newest;
    this.#newest = null;
    if (payload !== null) this.answer(payload);
  };
}
