import {
  type HarBody,
  type HarConversation,
  type HarMessage,
  type HarSource,
  harText,
} from "../../shared/formats/export/har.ts";
import type { Exchange, ExchangeId, Hop } from "../../shared/model/exchange.ts";
import { frameType } from "../../shared/model/http2-frame.ts";
import { isControl, opcode } from "../../shared/model/web-socket.ts";
import type { WireMark } from "../../shared/model/wire-log.ts";
import { readBytes, readFrames, readMarks } from "../wire/record/read-record.ts";
import { type KeptMessage, readMessages } from "../wire/record/read-socket.ts";
import { isLost } from "../wire/record/referred-bytes.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import type { Bodies } from "./bodies.ts";
import type { RecordGuard } from "./record-guard.ts";
import type { ExchangeStore } from "./store.ts";

/** Bytes of one body that go into an archive: more belongs into a file of its own. */
const mostBytes = 8 * 1024 * 1024;

export interface HarInput {
  readonly ids: readonly ExchangeId[];
  /** False: values that let somebody in are left out. */
  readonly credentials: boolean;
  /** Absolute; null: the archive is the answer. */
  readonly file: string | null;
}

/** Finished exchanges as an HTTP archive. Rejects with FailureError `not-found` or `storage`. */
export async function saveHar(
  { ids, credentials, file }: HarInput,
  { store, bodies, version, guard }: HarDeps,
): Promise<string> {
  const sources: HarSource[] = [];
  for (const id of ids) {
    const source = await harSourceOf(await store.exchange(id), await store.open(id), bodies);
    // Secrets a person did not ask to see stay hidden, with the other credentials or without.
    sources.push(guard?.maskingOf(id)?.inside(source) ?? source);
  }
  const text = harText(sources, { credentials, version });
  if (file === null) return text;
  await atomicWrite(file, text);
  return "";
}

interface HarDeps {
  readonly store: Pick<ExchangeStore, "exchange" | "open">;
  readonly bodies: Pick<Bodies, "open">;
  readonly guard?: Pick<RecordGuard, "maskingOf">;
  /** Of Envoi. */
  readonly version: string;
}

/** What an archive needs of an exchange: its bodies, as the record of the wire and the kept replies have them. */
export async function harSourceOf(
  exchange: Exchange,
  folder: string,
  bodies: Pick<Bodies, "open">,
): Promise<HarSource> {
  const requestBodies = new Map<number, HarBody>();
  const responseBodies = new Map<number, HarBody>();
  const marks = (await readMarks(folder)).filter(
    ({ kind, direction }) => kind === "request-body" && direction === "sent",
  );
  for (const hop of exchange.hops) {
    const sent = await sentBody(hop, folder, marks).catch(withoutLost);
    if (sent !== null) requestBodies.set(hop.index, sent);
    if (hop.body === null) continue;
    const content = await bodies.open(hop.body.id, "decoded").catch(() => null);
    if (content === null) continue;
    const whole = content.size <= mostBytes;
    const end = whole ? content.size : 0;
    responseBodies.set(hop.index, { bytes: await joined(content.read(0, end)), whole });
  }
  const conversations = await conversationsOf(exchange, folder);
  return { exchange, requestBodies, responseBodies, conversations };
}

/** Payload bytes of one exchange's messages that go into an archive. */
const mostSaid = 64 * 1024 * 1024;

/** The messages of text and bytes; pings, pongs and goodbyes are none. */
async function conversationsOf(
  { hops }: Exchange,
  folder: string,
): Promise<ReadonlyMap<number, HarConversation>> {
  const found = new Map<number, { messages: HarMessage[]; more: number }>();
  for (const { index, socket } of hops)
    if (socket !== undefined) found.set(index, { messages: [], more: 0 });
  if (found.size === 0) return found;
  let size = 0;
  for await (const message of readMessages(folder)) {
    const said = found.get(message.hop);
    if (said === undefined || isControl(message.opcode)) continue;
    const fits = message.size <= mostBytes;
    size += fits ? message.size : 0;
    if (size > mostSaid) said.more += 1;
    else said.messages.push(await harMessage(message, fits));
  }
  return found;
}

async function harMessage(message: KeptMessage, fits: boolean): Promise<HarMessage> {
  const { direction, at } = message;
  const shared = { direction, at, opcode: message.opcode };
  if (!fits) return { ...shared, data: null };
  const bytes = await joined(message.read());
  const text = message.opcode === opcode.text;
  return { ...shared, data: text ? new TextDecoder().decode(bytes) : bytes };
}

/** Bytes of a large file are not copied: when it has changed since, they cannot be in an archive. */
function withoutLost(thrown: unknown): HarBody {
  if (!isLost(thrown)) throw thrown;
  return { bytes: new Uint8Array(), whole: false, lost: true };
}

/** The body of a request as it left, without its framing; null when there is none. */
async function sentBody(
  hop: Hop,
  folder: string,
  marks: readonly WireMark[],
): Promise<HarBody | null> {
  if (hop.requestBodyBytes === 0) return null;
  if (hop.requestBodyBytes > mostBytes) return { bytes: new Uint8Array(), whole: false };
  if (hop.requestHttpVersion === "2") return dataOf(hop, folder);
  const mark = marks.find((one) => one.hop === hop.index);
  if (mark === undefined) return null;
  const bytes = await joined(readBytes(folder, "clear", mark.start, mark.end));
  const chunked = hop.requestHeaders.some(
    ({ name, value }) => /^transfer-encoding$/i.test(name) && /chunked\s*$/i.test(value),
  );
  return { bytes: chunked ? unchunked(bytes) : bytes, whole: true };
}

/** RFC 9112 §7.1. What cannot be read as chunks stays as it was sent. */
function unchunked(bytes: Uint8Array): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = buffer.indexOf("\r\n", at);
    const size = line < 0 ? Number.NaN : Number.parseInt(buffer.toString("latin1", at, line), 16);
    if (!Number.isInteger(size) || line + 2 + size > buffer.length) return bytes;
    if (size === 0) return Buffer.concat(parts);
    parts.push(buffer.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}

const framesAtOnce = 2048;
const frameHead = 9;

/** RFC 9113 §6.1: the payload of the DATA frames that went out. */
async function dataOf(hop: Hop, folder: string): Promise<HarBody | null> {
  const parts: Uint8Array[] = [];
  for (let from = 0; ; from += framesAtOnce) {
    const { frames, more } = await readFrames(folder, from, framesAtOnce);
    for (const frame of frames) {
      if (frame.hop !== hop.index || frame.direction !== "sent" || frame.type !== frameType.data)
        continue;
      parts.push(await joined(readBytes(folder, "clear", frame.start + frameHead, frame.end)));
    }
    if (!more) break;
  }
  return parts.length === 0 ? null : { bytes: Buffer.concat(parts), whole: true };
}

async function joined(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const block of bytes) parts.push(block);
  return Buffer.concat(parts);
}
