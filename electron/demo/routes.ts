import type { IncomingMessage, ServerResponse } from "node:http";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { html, index } from "./content.ts";
import { malformedReplies } from "./malformed.ts";
import { picture } from "./picture.ts";
import { pause, streamBytes, streamChunks, streamEvents } from "./streams.ts";
import { zstdFrame } from "./zstd-frame.ts";

type Route = (call: {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** What the path's pattern caught. */
  readonly part: string;
  readonly signal: AbortSignal;
}) => void | Promise<void>;

const codings: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  br: (bytes) => brotliCompressSync(bytes),
  zstd: zstdFrame,
};

const routes: readonly (readonly [RegExp, Route])[] = [
  [/^\/$/, ({ response }) => text(response, 200, index)],
  [/^\/echo(\/.*)?$/, echo],
  [/^\/status\/(\d{3})$/, status],
  [
    /^\/delay\/(\d{1,6})$/,
    async (call) => {
      await pause(Math.min(Number(call.part), 60_000), call.signal);
      await echo(call);
    },
  ],
  [/^\/redirect\/(\d{1,3})$/, redirect],
  [/^\/cookies$/, cookies],
  [/^\/cookies\/set$/, setCookies],
  [/^\/encoded\/(gzip|deflate|br|zstd)$/, encoded],
  [/^\/chunked$/, ({ response, signal }) => streamChunks(response, signal)],
  [
    /^\/events$/,
    ({ request, response, signal }) =>
      streamEvents(response, request.headers["last-event-id"]?.toString(), signal),
  ],
  [/^\/hints$/, hints],
  [/^\/malformed\/([a-z-]+)$/, malformed],
  [
    /^\/bytes\/(\d{1,12})$/,
    ({ response, part, signal }) => streamBytes(response, Number(part), signal),
  ],
  [/^\/basic\/([^/]+)$/, basic],
  [/^\/html$/, ({ response }) => send(response, "text/html; charset=utf-8", html)],
  [/^\/image$/, ({ response }) => send(response, "image/png", picture(96, 64))],
];

/** Answers one request of the demo server. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://demo");
  for (const [pattern, route] of routes) {
    const found = pattern.exec(url.pathname);
    if (found) {
      await route({ request, response, url, part: found[1] ?? "", signal });
      return;
    }
  }
  text(response, 404, `No such demo. Try one of these:\n\n${index}`);
}

function send(response: ServerResponse, contentType: string, body: string | Buffer): void {
  const bytes = Buffer.from(body);
  response.writeHead(200, { "Content-Type": contentType, "Content-Length": bytes.length });
  response.end(bytes);
}

function text(response: ServerResponse, code: number, body: string): void {
  const bytes = Buffer.from(body);
  response.writeHead(code, {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": bytes.length,
  });
  response.end(bytes);
}

function json(response: ServerResponse, code: number, value: unknown): void {
  const bytes = Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  response.writeHead(code, { "Content-Type": "application/json", "Content-Length": bytes.length });
  response.end(bytes);
}

/** Header fields as they arrived: case, order, duplicates. */
function fieldsOf(request: IncomingMessage): readonly (readonly [string, string])[] {
  const { rawHeaders } = request;
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""] as const] : [],
  );
}

async function echo({ request, response }: Parameters<Route>[0]): Promise<void> {
  const kept: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (length < 64 * 1024) kept.push(chunk);
    length += chunk.length;
  }
  const body = Buffer.concat(kept);
  json(response, 200, {
    method: request.method,
    target: request.url,
    httpVersion: request.httpVersion,
    headers: fieldsOf(request),
    body: { bytes: length, text: body.subarray(0, 64 * 1024).toString("utf8") },
    trailers: request.trailers,
  });
}

function status({ response, part }: Parameters<Route>[0]): void {
  const code = Number(part);
  if (code < 200 || code > 599) return text(response, 400, "A status from 200 to 599.\n");
  if (code === 204 || code === 304) return void response.writeHead(code).end();
  text(response, code, `This is status ${code}.\n`);
}

function redirect({ response, part, url }: Parameters<Route>[0]): void {
  const left = Number(part);
  const code = Number(url.searchParams.get("status") ?? 302);
  const next = left > 1 ? `/redirect/${left - 1}${url.search}` : "/echo";
  const allowed = [301, 302, 303, 307, 308].includes(code) ? code : 302;
  response.writeHead(allowed, { Location: next, "Content-Length": 0 });
  response.end();
}

function cookies({ request, response }: Parameters<Route>[0]): void {
  json(response, 200, { cookies: request.headers.cookie ?? "" });
}

function setCookies({ response, url }: Parameters<Route>[0]): void {
  const lines = [...url.searchParams].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}; Path=/; HttpOnly`,
  );
  response.writeHead(302, { Location: "/cookies", "Set-Cookie": lines, "Content-Length": 0 });
  response.end();
}

function encoded({ response, part }: Parameters<Route>[0]): void {
  const coding = codings[part];
  if (!coding) return;
  const line = `This line was sent as ${part} and is shown decoded. `;
  const bytes = coding(Buffer.from(line.repeat(200)));
  response.writeHead(200, {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Encoding": part,
    "Content-Length": bytes.length,
  });
  response.end(bytes);
}

function hints({ response }: Parameters<Route>[0]): void {
  response.writeEarlyHints({ link: "</style.css>; rel=preload; as=style" }, () => {
    json(response, 200, { note: "103 Early Hints came before this." });
  });
}

function malformed({ request, response, part }: Parameters<Route>[0]): void {
  const bytes = malformedReplies[part];
  if (bytes === undefined) {
    return text(response, 404, `Kinds: ${Object.keys(malformedReplies).join(", ")}\n`);
  }
  request.resume();
  response.socket?.end(bytes, "latin1");
}

function basic({ request, response, part }: Parameters<Route>[0]): void {
  const given = Buffer.from(request.headers.authorization?.replace(/^Basic /i, "") ?? "", "base64");
  if (given.toString("utf8").startsWith(`${decodeURIComponent(part)}:`)) {
    return json(response, 200, { user: decodeURIComponent(part), welcome: true });
  }
  response.setHeader("WWW-Authenticate", 'Basic realm="demo", charset="UTF-8"');
  text(response, 401, "Sign in with that user name and any password.\n");
}
