/**
 * `auto`: HTTP/2 where TLS negotiates it (ALPN `h2, http/1.1`), else HTTP/1.1. `1.0`, `1.1`: that one. `2`: HTTP/2 over TLS or not at
 * all. `h2c`: HTTP/2 in the clear with prior knowledge (RFC 9113 §3.3). `h2c-upgrade`: HTTP/1.1 with `Upgrade: h2c` (RFC 7540 §3.2).
 * `3`: through an installed curl that speaks it; no bytes can be shown.
 */
export type HttpVersionChoice = "auto" | "1.0" | "1.1" | "2" | "h2c" | "h2c-upgrade" | "3";

/** A trailer field to send after a chunked body (RFC 9112 §7.1.2) or as HTTP/2 trailers. Variables are replaced. */
export interface TrailerRow {
  readonly name: string;
  readonly value: string;
  /** True: kept, not sent. */
  readonly disabled?: boolean;
}

/**
 * The field that lets a server check the body sent, over the bytes as they are coded: Content-Digest or Repr-Digest (RFC 9530), the older
 * Digest (RFC 3230), Content-MD5 (RFC 1864).
 */
export const contentDigests = [
  "none",
  "sha-256",
  "sha-512",
  "repr-sha-256",
  "repr-sha-512",
  "digest-sha-256",
  "digest-sha-512",
  "md5",
] as const;

export type ContentDigest = (typeof contentDigests)[number];

/** What the message looks like on the wire, and how the reply is read. */
export interface MessageSettings {
  /** curl: --http1.0 --http1.1 --http2 --http2-prior-knowledge --http3. */
  readonly httpVersion: HttpVersionChoice;
  /** ms to wait for 100 Continue before the body goes; 0: no `Expect` field (RFC 9110 §10.1.1). curl: --expect100-timeout. */
  readonly expectContinue: number;
  /** Sent in the first request line instead of the URL's path and query: `*`, `host:port`, a whole URL …; "": the URL's. curl: --request-target. */
  readonly requestTarget: string;
  /** How a body is framed in HTTP/1.1: Content-Length where the length is known, or as said. */
  readonly framing: "auto" | "content-length" | "chunked";
  /** Content-Encoding applied to the body sent. curl has --tr-encoding only. */
  readonly compressBody: "none" | "gzip" | "deflate" | "br" | "zstd";
  readonly contentDigest: ContentDigest;
  /** False: content codings of the reply are left as they are. curl: --raw / no --compressed. */
  readonly decode: boolean;
  /** True: a reply in HTTP/1 goes to the end of its connection, whatever Content-Length says. curl: --ignore-content-length. */
  readonly ignoreContentLength: boolean;
  /** Bytes of a reply's body on the wire; 0: no limit. curl: --max-filesize. */
  readonly maxBodySize: number;
  /** Bytes of a decoded body, together with a ratio of 200 : 1, beyond which it is taken for a decompression bomb; 0: no limit. */
  readonly maxDecodedSize: number;
  readonly trailers: readonly TrailerRow[];
}
