import { openPace, type Pace } from "../pace.ts";

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

  /** Nothing more comes. */
  stop(): void {}
}

/** Gives no more room than lets so many octets a second come. */
export class PacedWindow extends ReceiveWindow {
  readonly #pace: Pace;
  readonly #again: () => void;
  #timer: NodeJS.Timeout | null = null;

  /** `again` is called when there may be room to give back that there was not. */
  constructor(size: number, rate: number, again: () => void) {
    super(size);
    this.#pace = openPace(rate);
    this.#again = again;
  }

  override came(octets: number): boolean {
    this.#pace.passed(octets);
    return super.came(octets);
  }

  override due(): number {
    const wait = this.#pace.wait();
    if (wait === 0) return super.due();
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#again();
    }, wait);
    return 0;
  }

  override stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
