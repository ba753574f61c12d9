import type { CodeRequest, CodeTarget } from "./code-request.ts";
import { bodyPieces, headText } from "./head.ts";

/** The message itself (RFC 9112). What is no text stands in angle brackets: the bytes of a file, or base64. */
export const http: CodeTarget = {
  id: "http",
  name: "HTTP/1.1",
  syntax: "plaintext",
  extension: "http",
  bytes: true,
  sockets: "handshake",
  write(request: CodeRequest): string {
    if (request.raw !== null) return said(request.raw);
    return headText(request) + bodyPieces(request).map(said).join("");
  },
};

function said(piece: ReturnType<typeof bodyPieces>[number]): string {
  if (piece.kind === "text") return piece.text;
  if (piece.kind === "base64") return `<base64 ${piece.data}>`;
  return `<${piece.path}>`;
}
