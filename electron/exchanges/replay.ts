import { basename } from "node:path";
import type { Exchange, Hop } from "../../shared/model/exchange.ts";
import { isReplayable } from "../../shared/model/exchange-summary.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { readProxy } from "../../shared/model/network/proxy-address.ts";
import { requestUrl } from "../../shared/model/url.ts";
import type { BodySource, ResolvedRequest } from "../client/send.ts";
import { readBytes, readSegments } from "../wire/record/read-record.ts";
import { lostFile, readSentFiles } from "../wire/record/referred-bytes.ts";

/** A head is read out of so many bytes; what comes after them is streamed from the record. */
const inMemory = 1 << 20;
const segmentsAtOnce = 4096;

export interface Replay {
  readonly raw: NonNullable<ResolvedRequest["raw"]>;
  /** It was said to a proxy itself: it takes no proxy. */
  readonly direct: boolean;
}

/**
 * What a hop of an earlier exchange sent, to be sent again byte for byte, to where it went. `folder` holds its record and must stay until it
 * is sent. Rejects with FailureError `input` when there are no bytes of HTTP/1 to send, and `storage` when they were those of a file that is no
 * longer what it was.
 */
export async function replayOf(
  earlier: Exchange,
  hopIndex: number,
  folder: string,
): Promise<Replay> {
  const hop = earlier.hops.find(({ index }) => index === hopIndex);
  if (hop === undefined || !isReplayable(earlier, hop)) throw nothingToReplay();
  const ranges: { readonly offset: number; readonly length: number }[] = [];
  for await (const { offset, length } of sentSegments(folder, hopIndex))
    ranges.push({ offset, length });
  const total = ranges.reduce((sum, { length }) => sum + length, 0);
  if (total === 0) throw nothingToReplay();
  await checkFiles(folder, ranges);
  const first: Uint8Array[] = [];
  for await (const bytes of bytesOf(folder, ranges, 0, Math.min(total, inMemory)))
    first.push(bytes);
  const bytes = Buffer.concat(first);
  const place = placeOf(hop, earlier);
  const direct = isProxys(hop);
  if (bytes.length >= total) return { raw: { ...place, bytes }, direct };
  const rest: BodySource = {
    length: total - bytes.length,
    replayable: true,
    open: () => bytesOf(folder, ranges, bytes.length, total),
  };
  return { raw: { ...place, bytes, rest }, direct };
}

/** Nothing is sent of what could not be sent whole. */
async function checkFiles(
  folder: string,
  ranges: readonly { readonly offset: number; readonly length: number }[],
): Promise<void> {
  const start = ranges[0]?.offset ?? 0;
  const last = ranges.at(-1);
  const end = last === undefined ? start : last.offset + last.length;
  const lost = (await readSentFiles(folder, start, end)).find(({ state }) => state !== "same");
  if (lost !== undefined) throw lostFile(lost.state === "gone", basename(lost.path));
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/** The URL's host and port, or the address where there is no URL to read. What a proxy itself was asked goes to the proxy. */
function placeOf(hop: Hop, { hops }: Exchange): Place {
  if (isProxys(hop)) return proxyPlace(hop, hops);
  try {
    const { scheme, host, port } = requestUrl(hop.url, { encode: true, webSocket: true });
    return { host, port, tls: scheme === "https" };
  } catch (thrown) {
    if (hop.connection === null) throw thrown;
    return addressOf(hop.connection);
  }
}

/** Whether a hop is a CONNECT of ours: its URL is then `host:port` alone. */
function isProxys({ method, url, connection }: Hop): boolean {
  return connection !== null && method === "CONNECT" && !url.includes("://");
}

/** By its name where a later hop on the same connection tells it: its certificate is for that. */
function proxyPlace({ connection }: Hop, hops: readonly Hop[]): Place {
  if (connection === null) throw nothingToReplay();
  const through = hops.find(
    (other) => other.connection?.number === connection.number && other.connection.proxy,
  );
  const named = readProxy(through?.connection?.proxy?.address ?? "");
  const address = addressOf(connection);
  return named === null ? address : { ...address, host: named.host };
}

function addressOf({ remoteAddress, remotePort, tls }: NonNullable<Hop["connection"]>): Place {
  return { host: remoteAddress, port: remotePort, tls: tls !== undefined };
}

async function* sentSegments(
  folder: string,
  hop: number,
): AsyncGenerator<{ readonly offset: number; readonly length: number }, void, undefined> {
  for (let from = 0; ; from += segmentsAtOnce) {
    const segments = await readSegments(folder, "clear", from, segmentsAtOnce);
    yield* segments.filter((one) => one.hop === hop && one.direction === "sent");
    if (segments.length < segmentsAtOnce) return;
  }
}

/** Bytes `[start, end)` of the ranges taken together. */
async function* bytesOf(
  folder: string,
  ranges: readonly { readonly offset: number; readonly length: number }[],
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let at = 0;
  for (const { offset, length } of ranges) {
    const from = Math.max(0, start - at);
    const to = Math.min(length, end - at);
    if (to > from) yield* readBytes(folder, "clear", offset + from, offset + to);
    at += length;
    if (at >= end) return;
  }
}

function nothingToReplay(): FailureError {
  return new FailureError({
    kind: "input",
    code: "replay-nothing",
    message: "There are no bytes of HTTP/1 to send again.",
    remedy: "Send the request itself again.",
    phase: "prepare",
  });
}
