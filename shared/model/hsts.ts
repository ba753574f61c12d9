/** A host that wants https alone (RFC 6797), as it is kept on this machine. */
export interface HstsHost {
  /** Lower case, without a dot at its end. */
  readonly host: string;
  /** It speaks for what is below it, too. */
  readonly subdomains: boolean;
  /** Epoch ms; null: without end. */
  readonly expires: number | null;
}
