/** A body by reference. The bytes stay on disk in main and are read by `Range` from `/body/<id>`. */
export interface BodyRef {
  readonly id: string;
  /** Bytes after content decoding; grows while the body arrives. */
  readonly size: number;
  /** Bytes on the wire, without chunk framing. */
  readonly encodedSize: number;
  readonly complete: boolean;
  /** From Content-Type, lower case, without parameters; "" when absent. */
  readonly mediaType: string;
  /** From Content-Type, lower case; "" when absent. */
  readonly charset: string;
  /** Content codings in the order applied, e.g. ["gzip"]. Empty: body = encoded body. */
  readonly contentEncoding: readonly string[];
  /** Present: the content codings were left on (`decode` is off, or one of them is unknown). */
  readonly undecoded?: true;
  /** Present: so many of the encoded bytes are of an earlier exchange; the rest was appended to them. */
  readonly resumedFrom?: number;
  /** Suggested file name (Content-Disposition or last path segment), sanitised. */
  readonly fileName: string;
}
