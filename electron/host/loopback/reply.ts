import type { ServerResponse } from "node:http";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { HeaderField } from "../../../shared/model/header.ts";
import type { Refusal } from "./access.ts";

/** What the page may do (safety.md, checklist item 7). Monaco needs inline styles and workers, not eval. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** On every answer that is not a body or a record. */
export const pageHeaders: readonly HeaderField[] = [
  ["Content-Security-Policy", pagePolicy],
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", "no-referrer"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"],
];

const plain: HeaderField = ["Content-Type", "text/plain; charset=utf-8"];

/** Why, for the person who sees it in a browser. The same words for every wrong token or cookie. */
function sentence(why: Refusal): string {
  return why === "session" || why === "token"
    ? "Envoi does not know this page. Open the address that Envoi printed when it started; it works once.\n"
    : "Envoi answers only to its own page.\n";
}

export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  more: readonly HeaderField[] = [],
): void {
  setHeaders(response, [...pageHeaders, plain, ["Cache-Control", "no-store"], ...more]);
  response.writeHead(status, { "Content-Length": Buffer.byteLength(text) });
  response.end(response.req.method === "HEAD" ? undefined : text);
}

/** Refuses and closes the connection: whatever else it carries is not read. */
export function sendRefusal(response: ServerResponse, status: number, why: Refusal): void {
  const allow: readonly HeaderField[] = status === 405 ? [["Allow", "GET, HEAD"]] : [];
  sendText(response, status, sentence(why), [["Connection", "close"], ...allow]);
}

/** As `sendRefusal`, where Node gives the bare socket (an upgrade, CONNECT, a head it cannot read). */
export function refuseSocket(socket: Duplex, status: number, why: Refusal): void {
  if (!socket.writable) return void socket.destroy();
  const text = sentence(why);
  const fields = [
    ...pageHeaders,
    plain,
    ["Content-Length", String(Buffer.byteLength(text))],
    ["Connection", "close"],
  ];
  const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${head}\r\n${text}`);
}

export function setHeaders(response: ServerResponse, fields: readonly HeaderField[]): void {
  for (const [name, value] of fields) response.setHeader(name, value);
}
