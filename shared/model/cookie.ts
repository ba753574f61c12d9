/** A stored cookie as the editor shows it (RFC 6265bis §5.5). */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  /** Epoch ms; null = session cookie. */
  readonly expires: number | null;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly hostOnly: boolean;
  readonly sameSite: "strict" | "lax" | "none" | "";
}
