import type { Fault, ResponseHead } from "../../../shared/model/exchange.ts";
import type { HeaderField } from "../../../shared/model/header.ts";
import type { WireMarkKind } from "../../../shared/model/wire-log.ts";

/** How the end of a reply's content is found (RFC 9112 §6.3). */
export type Framing =
  | { readonly kind: "none" }
  | { readonly kind: "length"; readonly length: number }
  | { readonly kind: "chunked" }
  | { readonly kind: "close" }
  /** 101, or 2xx to CONNECT: HTTP ends here. */
  | { readonly kind: "tunnel" };

/** What the decoder found. All offsets count the bytes of this reply from 0, `end` exclusive. */
export type DecodeEvent =
  | {
      readonly kind: "mark";
      readonly mark: WireMarkKind;
      readonly start: number;
      readonly end: number;
      readonly label: string;
    }
  | {
      readonly kind: "informational";
      readonly head: ResponseHead;
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: "head";
      readonly head: ResponseHead;
      /** Where the head of the final reply begins (after any 1xx) and ends. */
      readonly start: number;
      readonly end: number;
      readonly framing: Framing;
    }
  /** Content, framing removed. A view of the bytes pushed, except for bytes held back while looking for a status line. */
  | { readonly kind: "body"; readonly bytes: Uint8Array; readonly offset: number }
  | { readonly kind: "trailers"; readonly fields: readonly HeaderField[] }
  /** Bytes after the end of the message. */
  | { readonly kind: "surplus"; readonly bytes: Uint8Array; readonly offset: number }
  | { readonly kind: "fault"; readonly fault: Fault }
  /** Comes once. `reusable`: another request may be sent on the connection. */
  | {
      readonly kind: "end";
      readonly offset: number;
      readonly reusable: boolean;
      /** Rule of the fatal fault, when there was one. */
      readonly fatal: string | null;
    };
