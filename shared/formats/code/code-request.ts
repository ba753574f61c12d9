import type { HeaderOrigin } from "../../model/header.ts";
import type { HttpVersionChoice } from "../../model/network/message.ts";

/** A run of a body. Bytes that are no UTF-8 text are base64. `path` as typed: relative to the collection, or absolute. */
export type CodePiece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "base64"; readonly data: string }
  | { readonly kind: "file"; readonly path: string };

/** A part of a multipart body, for targets that make such a body themselves. `contentType` "": none is said. */
export type CodePart =
  | {
      readonly kind: "text";
      readonly name: string;
      readonly text: string;
      readonly contentType: string;
    }
  | {
      readonly kind: "file";
      readonly name: string;
      readonly path: string;
      readonly fileName: string;
      readonly contentType: string;
    };

/** What follows the head. The pieces one after the other are its bytes, boundaries included; `parts` says the same of a multipart body. */
export interface CodeBody {
  readonly pieces: readonly CodePiece[];
  readonly parts: readonly CodePart[] | null;
}

export interface CodeHeader {
  readonly name: string;
  readonly value: string;
  readonly origin: HeaderOrigin;
}

/** What goes on after the handshake of a WebSocket. */
export interface CodeSocket {
  /** To be sent when it is open, in order: text as text, base64 as a binary message. */
  readonly messages: readonly Exclude<CodePiece, { kind: "file" }>[];
  /** ms; 0: no pings. */
  readonly pingInterval: number;
}

/** A request ready to be sent, as code is written from it: variables, inheritance and auth are applied. */
export interface CodeRequest {
  readonly method: string;
  readonly scheme: "http" | "https";
  /** To connect to; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** Of the URL: host, and the port when it is not the scheme's own. */
  readonly hostField: string;
  /** As it stands in the request line. */
  readonly target: string;
  /** All of them in sending order, automatic ones too. */
  readonly headers: readonly CodeHeader[];
  /** null: no body. */
  readonly body: CodeBody | null;
  readonly followRedirects: boolean;
  readonly maxRedirects: number;
  readonly verifyTls: boolean;
  /** ms; 0: none. */
  readonly timeout: number;
  readonly httpVersion: HttpVersionChoice;
  /** Login for a scheme that waits for the server's challenge; curl can answer one. null: none. */
  readonly challenge: {
    readonly scheme: "digest" | "ntlm" | "negotiate" | "any";
    readonly username: string;
    readonly password: string;
  } | null;
  /** These bytes are the whole request, and only host, port and scheme count beside them; null: an ordinary request. */
  readonly raw: CodePiece | null;
  /** Present: it is the handshake of a WebSocket. */
  readonly socket?: CodeSocket;
}

/** A kind of code. */
export interface CodeTarget {
  /** For the command line: `rust-tcp`. Never changes. */
  readonly id: string;
  /** Names of a language and a library; the same in every language. */
  readonly name: string;
  /** Language id of the editor. */
  readonly syntax: string;
  /** For a file. */
  readonly extension: string;
  /** True: it can say any bytes at all, so that raw requests can be written too. */
  readonly bytes: boolean;
  /** Present: it opens WebSockets, and nothing else where it is "only". "handshake": it says how one is asked for. */
  readonly sockets?: "only" | "handshake";
  write(request: CodeRequest): string;
}
