/** What the server said of itself (RFC 9113 §6.5.2), with the values that count until it did. */
export class PeerSettings {
  /** null: it did not say. */
  maxStreams: number | null = null;
  initialWindow = 65_535;
  maxFrameSize = 16_384;

  apply(settings: readonly (readonly [id: number, value: number])[]): void {
    for (const [id, value] of settings) {
      if (id === 0x3) this.maxStreams = value;
      else if (id === 0x4) this.initialWindow = value;
      else if (id === 0x5) this.maxFrameSize = value;
    }
  }
}
