/** Room given to the other side (RFC 9113 §5.2), given anew once half of it is used. */
export class ReceiveWindow {
  readonly #size: number;
  #left: number;
  #owed = 0;

  constructor(size: number) {
    this.#size = size;
    this.#left = size;
  }

  /** Octets came. False: more than there was room for. */
  came(octets: number): boolean {
    this.#left -= octets;
    this.#owed += octets;
    return this.#left >= 0;
  }

  /** Octets to give back now, which count as given; 0: not yet. */
  due(): number {
    if (this.#owed < this.#size / 2) return 0;
    const octets = this.#owed;
    this.#left += octets;
    this.#owed = 0;
    return octets;
  }
}
