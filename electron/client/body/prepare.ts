import type { SentHeader } from "../../../shared/model/header.ts";
import type { ContentDigest, MessageSettings } from "../../../shared/model/network/message.ts";
import type { TraceDetail } from "../../../shared/model/trace.ts";
import type { BodySource } from "../send.ts";
import { type DigestAlgorithm, measure, promisedBody } from "./measure.ts";

/** A body as its settings want it sent, and the fields that say so. */
export interface PreparedBody {
  readonly body: BodySource | null;
  /** Content-Encoding, the digest, Trailer, Expect: those that apply, in this order. */
  readonly fields: readonly SentHeader[];
}

/** Reading fewer bytes than this twice is not worth a line. */
const worthTelling = 1 << 20;

export type BodySettings = Pick<
  MessageSettings,
  "httpVersion" | "framing" | "compressBody" | "contentDigest" | "expectContinue" | "trailers"
>;

/**
 * Applies compression, then reads the body once where its digest (RFC 9530, over the encoded bytes) or its length must be known before it
 * goes. Memory stays constant. Rejects with FailureError as the source and `compressedBody` do, or with the signal's reason.
 */
export async function prepareBody(
  source: BodySource | null,
  settings: BodySettings,
  context: { readonly signal: AbortSignal; emit(detail: TraceDetail): void },
): Promise<PreparedBody> {
  if (source === null) return { body: null, fields: [] };
  const body = await encodedBody(source, settings);
  if (!needsReading(body, settings)) return { body, fields: fieldsOf(body, settings, null) };
  const algorithm = algorithmOf(settings);
  const measured = await measure(body, algorithm, context.signal);
  if (measured.length > worthTelling)
    context.emit({
      kind: "note",
      code: "body-read-before",
      message: "The body was read once before it was sent, for its length or its digest.",
    });
  const promised = promisedBody(body, measured, algorithm);
  return { body: promised, fields: fieldsOf(promised, settings, measured.digest) };
}

/** What stands in a preview for what is only known once a large body has been read. */
const later = "…";

/** The same for a preview, without reading a large body: `length` is `later` where a length will be sent that is not known yet. */
export async function previewBody(
  source: BodySource | null,
  settings: BodySettings,
): Promise<{
  readonly body: { readonly length: number | null | typeof later } | null;
  readonly fields: readonly SentHeader[];
}> {
  if (source === null) return { body: null, fields: [] };
  if ((source.length ?? Number.POSITIVE_INFINITY) <= worthTelling)
    return await prepareBody(source, settings, {
      signal: new AbortController().signal,
      emit: () => undefined,
    });
  const body = await encodedBody(source, settings);
  const reads = needsReading(body, settings);
  const digest = algorithmOf(settings) === null ? null : later;
  return {
    body: { length: body.length ?? (reads ? later : null) },
    fields: fieldsOf(body, settings, reads ? digest : null),
  };
}

async function encodedBody(source: BodySource, settings: BodySettings): Promise<BodySource> {
  const { compressBody } = settings;
  if (compressBody === "none") return source;
  return await (await import("./compress.ts")).compressedBody(source, compressBody);
}

function algorithmOf({ contentDigest }: BodySettings): DigestAlgorithm | null {
  if (contentDigest === "none") return null;
  if (contentDigest === "md5") return "md5";
  return contentDigest.endsWith("512") ? "sha512" : "sha256";
}

function needsReading(body: BodySource, settings: BodySettings): boolean {
  if (!body.replayable) return false;
  return algorithmOf(settings) !== null || (body.length === null && needsLength(settings));
}

function fieldsOf(
  body: BodySource,
  settings: BodySettings,
  digest: string | null,
): readonly SentHeader[] {
  const fields: SentHeader[] = [];
  const add = (name: string, value: string): void =>
    void fields.push({ name, value, origin: "body" });
  if (settings.compressBody !== "none") add("Content-Encoding", settings.compressBody);
  if (digest !== null) add(...digestField(settings.contentDigest, digest));
  const names = trailerNames(settings);
  if (names.length > 0) add("Trailer", names.join(", "));
  if (expects(settings, body)) add("Expect", "100-continue");
  return fields;
}

/** The field a digest stands in: RFC 9530 §2 and §3, RFC 3230 §4.3.2, RFC 1864. `digest`: base64. */
function digestField(of: ContentDigest, digest: string): [name: string, value: string] {
  if (of === "md5") return ["Content-MD5", digest];
  if (of.startsWith("digest-")) return ["Digest", `${of.slice("digest-".length)}=${digest}`];
  return of.startsWith("repr-")
    ? ["Repr-Digest", `${of.slice("repr-".length)}=:${digest}:`]
    : ["Content-Digest", `${of}=:${digest}:`];
}

/** Chunked framing is there from HTTP/1.1 on only (RFC 9112 §7.1). */
function needsLength(settings: BodySettings): boolean {
  return (
    settings.httpVersion === "1.0" ||
    (settings.framing === "content-length" && trailerNames(settings).length === 0)
  );
}

/** The trailer fields that are sent after a chunked body, or in HTTP/2: rows that are on and have a name. */
export function sentTrailers(
  settings: Pick<MessageSettings, "trailers" | "httpVersion">,
): { readonly name: string; readonly value: string }[] {
  if (settings.httpVersion === "1.0") return [];
  return settings.trailers
    .filter(({ name, disabled }) => name.trim() !== "" && disabled !== true)
    .map(({ name, value }) => ({ name: name.trim(), value }));
}

/** Their names, each once (RFC 9110 §6.6.2). */
function trailerNames(settings: Pick<MessageSettings, "trailers" | "httpVersion">): string[] {
  return [...new Set(sentTrailers(settings).map(({ name }) => name))];
}

/** Not to HTTP/1.0, and not without content (RFC 9110 §10.1.1). */
function expects(settings: BodySettings, body: BodySource): boolean {
  return settings.expectContinue > 0 && settings.httpVersion !== "1.0" && body.length !== 0;
}
