import type { IncomingMessage, ServerResponse } from "node:http";
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
    ? `${strangerWords.en.title}. ${strangerWords.en.why} ${strangerWords.en.remedy}\n`
    : "Envoi answers only to its own page.\n";
}

/** What a person reads who opens Envoi in a browser it does not know, in the languages of the page. */
const strangerWords = {
  en: {
    title: "This browser is not connected to Envoi",
    why: "Envoi lets in the browser that opened the address it printed when it started; the address works once. This one is another browser, another profile or a private window, or its cookies were deleted.",
    remedy:
      "Go back to that browser. If it was this one, stop Envoi where it was started (Ctrl-C) and start it again: it prints a new address. Unsaved edits are kept.",
  },
  fr: {
    title: "Ce navigateur n’est pas relié à Envoi",
    why: "Envoi laisse entrer le navigateur qui a ouvert l’adresse affichée à son démarrage\u00a0; cette adresse sert une fois. Celui-ci est un autre navigateur, un autre profil ou une fenêtre privée, ou bien ses cookies ont été supprimés.",
    remedy:
      "Revenez à ce navigateur. Si c’était celui-ci, arrêtez Envoi là où il a été lancé (Ctrl-C) et relancez-le\u00a0: il affiche une nouvelle adresse. Les modifications non enregistrées sont gardées.",
  },
} as const;

/** A whole page, without anything to load: whatever it asked for would be refused too. */
function strangerPage(language: keyof typeof strangerWords): string {
  const { title, why, remedy } = strangerWords[language];
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Envoi</title>
<style>
:root { color-scheme: light dark; font: 15px/1.55 system-ui, sans-serif }
body { max-width: 34em; margin: 18vh auto 0; padding: 0 24px }
h1 { font-size: 20px; font-weight: 600 }
</style>
<h1>${title}</h1>
<p>${why}</p>
<p>${remedy}</p>
</html>
`;
}

/** True where a person looks at the answer: the start page, asked for as a page. */
function isLookedAt({ method, url = "", headers }: IncomingMessage): boolean {
  return method === "GET" && /^\/(?:\?|$)/.test(url) && /\btext\/html\b/.test(headers.accept ?? "");
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
  const page = (why === "session" || why === "token") && isLookedAt(response.req);
  const french = /^\s*fr\b/i.test(response.req.headers["accept-language"] ?? "");
  sendText(response, status, page ? strangerPage(french ? "fr" : "en") : sentence(why), [
    ["Connection", "close"],
    ...allow,
    ...(page ? [["Content-Type", "text/html; charset=utf-8"] as const] : []),
  ]);
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
