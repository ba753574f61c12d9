import type { HeaderField } from "../../shared/model/header.ts";

/** Bytes on disk that a page reads by `Range`: a body, or one side of a record. */
export interface Content {
  /** Bytes there now. */
  readonly size: number;
  /** False while more may come. */
  readonly complete: boolean;
  /** Lower case, without parameters; "" when unknown. */
  readonly mediaType: string;
  readonly charset: string;
  /** Without path; "" when there is none. */
  readonly fileName: string;
  /** Bytes [start, end). Ending the iteration closes what it opened. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
}

/**
 * - `bytes`: for scripts of our own page; never shown by a browser as anything.
 * - `preview`: its own media type, in a sandbox without scripts, forms or network.
 * - `download`: as a file.
 */
export type ContentUse = "bytes" | "preview" | "download";

export interface ContentRequest {
  readonly method: "GET" | "HEAD";
  /** The Range field, or null. */
  readonly range: string | null;
  readonly use: ContentUse;
}

export interface ContentResponse {
  readonly status: 200 | 206 | 416;
  readonly headers: readonly HeaderField[];
  /** null: no body (HEAD, 416). */
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** The answer of every host to `/body/<id>` and `/wire/<id>/<side>` (RFC 9110 §14). Pure: reads nothing by itself. */
export function answerContent(request: ContentRequest, content: Content): ContentResponse {
  const { size } = content;
  const range = readRange(request.range, size);
  const total = content.complete ? String(size) : "*";
  const headers: HeaderField[] = [
    ...contentHeaders(request.use, content),
    ["Accept-Ranges", "bytes"],
  ];
  if (range === "unsatisfiable") {
    return {
      status: 416,
      headers: [...headers, ["Content-Range", `bytes */${size}`], ["Content-Length", "0"]],
      body: null,
    };
  }
  const [start, end] = range ?? [0, size];
  headers.push(["Content-Length", String(end - start)]);
  if (range !== null) headers.push(["Content-Range", `bytes ${start}-${end - 1}/${total}`]);
  return {
    status: range === null ? 200 : 206,
    headers,
    body: request.method === "HEAD" ? null : content.read(start, end),
  };
}

/** One range of bytes as [start, end); null for the whole (no Range, several ranges, or one that makes no sense). */
export function readRange(
  field: string | null,
  size: number,
): readonly [number, number] | "unsatisfiable" | null {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(field?.trim() ?? "");
  const [, first = "", last = ""] = found ?? [];
  if (first === "" && last === "") return null;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : [size - length, size];
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return null;
  if (start >= size) return "unsatisfiable";
  return [start, last === "" ? size : Math.min(Number(last) + 1, size)];
}

/** What a browser draws without running anything of it. Everything else is shown by our own views from bytes. */
const images: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "image/bmp",
  "image/x-icon",
  "image/vnd.microsoft.icon",
  "image/svg+xml",
]);
const documents: ReadonlySet<string> = new Set(["text/html", "application/xhtml+xml"]);

const previewPolicy =
  "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
const closedPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";

function contentHeaders(use: ContentUse, content: Content): HeaderField[] {
  const policy = use === "preview" ? previewPolicy : closedPolicy;
  const headers: HeaderField[] = [
    ["Content-Type", contentType(use, content)],
    ["Content-Security-Policy", policy],
    ["X-Content-Type-Options", "nosniff"],
    ["Referrer-Policy", "no-referrer"],
    ["Cross-Origin-Resource-Policy", "same-origin"],
    ["Cross-Origin-Opener-Policy", "same-origin"],
    // A response may hold what must not stay in a browser's cache.
    ["Cache-Control", "no-store"],
  ];
  if (use === "download") headers.push(["Content-Disposition", disposition(content.fileName)]);
  return headers;
}

function contentType(use: ContentUse, { mediaType, charset }: Content): string {
  if (use !== "preview") return "application/octet-stream";
  if (images.has(mediaType)) return mediaType;
  const known = /^[a-z0-9._-]{1,40}$/.test(charset) ? charset : "utf-8";
  return `${documents.has(mediaType) ? mediaType : "text/plain"}; charset=${known}`;
}

/** RFC 6266: a plain name for all, the true one in UTF-8 beside it (a lone surrogate becomes U+FFFD). */
function disposition(fileName: string): string {
  const name = fileName === "" ? "body" : fileName;
  const plain = name.replace(/[^\w.() -]/g, "_");
  const encoded = encodeURIComponent(Buffer.from(name, "utf8").toString("utf8")).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
