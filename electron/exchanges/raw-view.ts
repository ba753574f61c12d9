import type { RawLeft, RawView, SendInput } from "../../shared/contract/exchanges.ts";
import { jarOf } from "../../shared/model/cookie.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { bytesToBase64, bytesToText, rawLimit } from "../../shared/model/raw-bytes.ts";
import type { RawRequest } from "../../shared/model/request.ts";
import type { Settings } from "../../shared/model/settings.ts";
import { secretMask } from "../../shared/template/resolver.ts";
import { sentTrailers } from "../client/body/prepare.ts";
import type { CookiePort } from "../client/cookies.ts";
import { endsChunked } from "../client/exchange-hop.ts";
import type { BodySource, ResolvedRequest } from "../client/send.ts";
import type { SendContext } from "../collections/send-context.ts";
import { chunkedEnd, chunkStart, encodeRequestHead } from "../wire/http1/encode.ts";
import { cookieOf, outgoing, type Outgoing } from "./code/code-request.ts";
import { resolverForCode, unknownToken } from "./code/code-view.ts";
import { collectProblems } from "./problems.ts";
import { type LocalAccess, resolveRequest } from "./resolve.ts";

/**
 * An ordinary request as the bytes of its first hop, by the functions that send it: body files read, compressed, signed. A secret stays
 * `{{name}}`, so that none is written into a text that may be saved. Never rejects for a request that cannot be built: it says why.
 */
export async function viewRaw(
  input: SendInput,
  context: SendContext,
  settings: Settings,
  access: LocalAccess,
  ports: { readonly cookies: CookiePort | null; readonly version: string },
): Promise<RawView> {
  const { raw: _, ...request } = input.request;
  const problems = collectProblems(context.problems);
  const { resolver, kept } = resolverForCode(context.resolver, false, problems);
  const left = new Set<RawLeft>();
  try {
    const resolved = await resolveRequest(request, { ...context, resolver }, settings, {
      ...access,
      unsent: true,
      token: async (auth) => {
        left.add("token");
        return unknownToken(auth);
      },
    });
    const out = await sentOut(resolved, ports.version, left);
    const { network } = resolved.settings;
    const jar = jarOf(network.cookieJar, input.collectionId, input.environment);
    if (cookieOf({ ...resolved, jar }, out.url, ports.cookies) !== null) left.add("cookies");
    const version = network.httpVersion === "1.0" ? "1.0" : "1.1";
    // A WebSocket is asked for in HTTP/1.1, whatever is chosen.
    const framed = resolved.socketPlan === undefined && /^(?:2|3|h2)/.test(network.httpVersion);
    if (framed) left.add("framing");
    const head = encodeRequestHead({
      method: resolved.method,
      target: out.url.target,
      httpVersion: version,
      headers: out.headers,
    });
    const chunked = out.body !== null && endsChunked(out.headers);
    const trailers = chunked ? sentTrailers(network) : [];
    const bytes = await gathered(head.bytes, out.body, chunked, trailers);
    const raw = rawOf(bytes, out, kept());
    if (kept()) left.add(raw.encoding === "base64" ? "secret-in-bytes" : "secret");
    return { raw, left: [...left], problems: problems.list() };
  } catch (thrown) {
    if (!(thrown instanceof FailureError)) throw thrown;
    problems.add(thrown.failure);
    return { raw: null, left: [], problems: problems.list() };
  }
}

/** Signed where what proves the person is known here; else the place for it is left empty. */
async function sentOut(
  resolved: ResolvedRequest,
  version: string,
  left: Set<RawLeft>,
): Promise<Outgoing> {
  const reveal = !JSON.stringify(resolved.auth).includes("{{");
  const out = await outgoing(resolved, { cookies: null, version, reveal });
  if (!reveal && out.masked) left.add("credentials");
  const unmasked = (text: string): string => text.replaceAll(secretMask, "");
  return {
    ...out,
    url: { ...out.url, target: unmasked(out.url.target) },
    headers: out.headers.map((header) => ({ ...header, value: unmasked(header.value) })),
  };
}

/** Rejects with `input/raw-too-large` above `rawLimit`, as soon as that is certain. */
async function gathered(
  head: Uint8Array,
  body: BodySource | null,
  chunked: boolean,
  trailers: readonly { readonly name: string; readonly value: string }[],
): Promise<Uint8Array> {
  const blocks: Uint8Array[] = [head];
  let size = head.length;
  const add = (block: Uint8Array): void => {
    blocks.push(block);
    size += block.length;
    if (size > rawLimit) throw tooLarge();
  };
  if ((body?.length ?? 0) > rawLimit) throw tooLarge();
  if (body !== null) {
    let first = true;
    for await (const block of body.open()) {
      if (block.length === 0) continue;
      if (chunked) add(chunkStart(block.length, first));
      add(block);
      first = false;
    }
    if (chunked) add(chunkedEnd(first, trailers));
  }
  return Buffer.concat(blocks);
}

function tooLarge(): FailureError {
  return new FailureError({
    kind: "input",
    code: "raw-too-large",
    message: "The request is larger than 8 MiB, which is more than can be edited as bytes.",
    remedy: "Send it as it is: the Wire view shows every byte that went.",
    phase: "prepare",
    place: "body",
  });
}

function rawOf(bytes: Uint8Array, { url }: Outgoing, secrets: boolean): RawRequest {
  const host = url.host.includes(":") && !url.host.startsWith("[") ? `[${url.host}]` : url.host;
  const target = { target: `${host}:${url.port}`, tls: url.scheme === "https" };
  const text = bytesToText(bytes);
  if (text === null)
    return { ...target, encoding: "base64", data: bytesToBase64(bytes), newline: "crlf" };
  return {
    ...target,
    encoding: "text",
    data: text.text,
    newline: text.newline,
    // What would be sent is what is to be sent: braces in it are no variables.
    ...(text.text.includes("{{") && !secrets ? { literal: true as const } : {}),
  };
}
