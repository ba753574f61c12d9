import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { answerContent, type Content } from "../../api/content.ts";
import type { WireSide } from "../../../shared/model/wire-log.ts";
import { readRoute, type Route } from "./route.ts";

/** Where bodies and records come from. null: there is no such thing (any more). */
export interface ContentSource {
  openBody(id: string, encoded: boolean, exact?: boolean): Promise<Content | null>;
  openWire(id: string, side: WireSide): Promise<Content | null>;
}

/** Scripts and workers of our own only; Monaco needs inline styles, nothing needs eval. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
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

const pageHeaders = {
  "Content-Security-Policy": pagePolicy,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

const mediaTypes: ReadonlyMap<string, string> = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".svg", "image/svg+xml"],
  [".png", "image/png"],
  [".woff2", "font/woff2"],
  [".ttf", "font/ttf"],
  [".json", "application/json"],
  [".wasm", "application/wasm"],
]);

/** Paths of every file below a folder, relative, with `/`. Read once: nothing appears in a built page later. */
export function listBuilt(folder: string): ReadonlySet<string> {
  const found = new Set<string>();
  // By hand: inside a packed archive a recursive listing is not to be had.
  const walk = (at: string, prefix: string) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory()) walk(join(at, entry.name), `${path}/`);
      else if (entry.isFile()) found.add(path);
    }
  };
  walk(folder, "");
  return found;
}

/**
 * The handler of the page's scheme: built files, bodies and records; 404 for everything else. GET and HEAD only.
 * Never rejects.
 * @param folder dist/renderer
 */
export function serveScheme(
  folder: string,
  source: ContentSource,
): (request: Request) => Promise<Response> {
  const built = listBuilt(folder);
  return async (request) => {
    const { method } = request;
    if (method !== "GET" && method !== "HEAD") return refusal(405, "Method not allowed");
    const route = readRoute(request.url, built);
    if (route === null) return refusal(404, "Not found");
    try {
      return route.kind === "file"
        ? await fileResponse(folder, route.path, method)
        : await contentResponse(source, route, request);
    } catch {
      return refusal(500, "It could not be read");
    }
  };
}

function refusal(status: number, text: string): Response {
  return new Response(text, { status, headers: { ...pageHeaders, "Content-Type": "text/plain" } });
}

async function fileResponse(folder: string, path: string, method: string): Promise<Response> {
  const bytes = await readFile(join(folder, path));
  const type = mediaTypes.get(extname(path)) ?? "application/octet-stream";
  const headers = { ...pageHeaders, "Content-Type": type, "Content-Length": String(bytes.length) };
  return new Response(method === "HEAD" ? null : new Uint8Array(bytes), { status: 200, headers });
}

async function contentResponse(
  source: ContentSource,
  route: Exclude<Route, { kind: "file" }>,
  request: Request,
): Promise<Response> {
  const content =
    route.kind === "body"
      ? await source.openBody(route.id, route.encoded, route.use === "download")
      : await source.openWire(route.id, route.side);
  if (content === null) return refusal(404, "Not found");
  const answer = answerContent(
    {
      method: request.method === "HEAD" ? "HEAD" : "GET",
      range: request.headers.get("range"),
      use: route.kind === "body" ? route.use : "bytes",
    },
    content,
  );
  const headers = new Headers();
  for (const [name, value] of answer.headers) headers.append(name, value);
  const body = answer.body === null ? null : stream(answer.body, request.signal);
  return new Response(body, { status: answer.status, headers });
}

/** Pulled chunk by chunk, so a page that reads slowly holds nothing in memory here; closed with the request. */
function stream(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  const close = () => void iterator.return?.().catch(() => undefined);
  signal.addEventListener("abort", close, { once: true });
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const next = await iterator.next();
        if (next.done !== true) return controller.enqueue(next.value);
        signal.removeEventListener("abort", close);
        controller.close();
      },
      cancel: close,
    },
    { highWaterMark: 1 },
  );
}
