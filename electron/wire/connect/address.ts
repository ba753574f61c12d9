import { isIP } from "node:net";

export interface Address {
  /** Without brackets, a zone allowed. */
  readonly address: string;
  readonly family: 4 | 6;
}

/** The text as an IP address; null when it is none. */
export function readAddress(text: string): Address | null {
  const family = isIP(text);
  return family === 0 ? null : { address: text, family: family === 6 ? 6 : 4 };
}
