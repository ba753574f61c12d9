import { parseCookieDate } from "../../electron/cookies/cookie-date.ts";
import { createJar } from "../../electron/cookies/jar.ts";
import { readAgreement, readHandshake } from "../../electron/wire/handshake/read-handshake.ts";
import { createDecoder } from "../../electron/wire/http1/decode.ts";
import type { DecodeEvent } from "../../electron/wire/http1/events.ts";
import { createFrameDecoder } from "../../electron/wire/http2/frame-decoder.ts";
import { createFrameDecoder as createSocketDecoder } from "../../electron/wire/websocket/frame-decoder.ts";
import { readCertificate } from "../../electron/wire/x509/certificate.ts";
import { readOcsp } from "../../electron/wire/x509/ocsp.ts";
import { scanEventStream } from "../../shared/formats/event-stream/scan.ts";
import { indentJson } from "../../shared/formats/json-indent.ts";
import { readMultipart } from "../../shared/formats/multipart/read.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { mediaTypeText, parseMediaType } from "../../shared/model/media-type.ts";
import { requestUrl, splitUrl } from "../../shared/model/url.ts";
import type { Chance } from "./chance.ts";
import {
  cookieSeeds,
  eventStreamSeeds,
  frameSeeds,
  jsonSeeds,
  multipartSeeds,
  replySeeds,
  socketSeeds,
  textSeeds,
  tlsSeeds,
} from "./seeds.ts";

/** One parser under fire. `attempt` throws when the parser does what it must not. */
export interface Target {
  readonly seeds: readonly Buffer[];
  attempt(bytes: Buffer, chance: Chance): void;
}

const methods = ["GET", "HEAD", "CONNECT", "POST", ""];

/** Runs the decoder over the pieces. Throws when its offsets do not fit the bytes, or the reply ends twice. */
function decoded(cut: readonly Uint8Array[], method: string): readonly DecodeEvent[] {
  const decoder = createDecoder({ method });
  const events: DecodeEvent[] = [];
  let size = 0;
  for (const piece of cut) {
    size += piece.length;
    for (const event of decoder.push(piece)) events.push(event);
  }
  for (const event of decoder.finish("closed")) events.push(event);
  let content = 0;
  let ends = 0;
  for (const event of events) {
    if (event.kind === "end") ends += 1;
    else if (event.kind === "mark") inside(event.start, event.end, size);
    else if (event.kind === "body" || event.kind === "surplus") {
      inside(event.offset, event.offset + event.bytes.length, size);
      content += event.bytes.length;
    }
  }
  if (ends > 1) throw new TypeError("ended twice");
  if (content > size) throw new TypeError("more content than bytes");
  return events;
}

function inside(start: number, end: number, size: number): void {
  if (start < 0 || start > end || end > size) throw new TypeError("an offset outside of the bytes");
}

/** What a reply came to, whatever pieces it came in. */
function replyOf(events: readonly DecodeEvent[]): string {
  let body = "";
  let surplus = 0;
  const rest: unknown[] = [];
  for (const event of events) {
    if (event.kind === "body") body += Buffer.from(event.bytes).toString("latin1");
    else if (event.kind === "surplus") surplus += event.bytes.length;
    else if (event.kind !== "mark") rest.push(event);
  }
  return JSON.stringify([rest, body, surplus]);
}

/** Cut at one random place, or at several. */
function pieces(bytes: Buffer, chance: Chance): readonly Uint8Array[] {
  const cuts = Array.from({ length: 1 + chance.below(4) }, () => chance.below(bytes.length + 1));
  const places = [0, ...cuts.toSorted((one, two) => one - two), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

function same(one: unknown, two: unknown): void {
  if (one !== two) throw new TypeError("differs by how it was cut");
}

function refusals(work: () => void): void {
  try {
    work();
  } catch (thrown) {
    if (!(thrown instanceof FailureError) && !(thrown instanceof RangeError)) throw thrown;
  }
}

/** Splits are compared in one of so many inputs: twice the work finds little more. */
const compareEach = 16;

export const targets: Readonly<Record<string, Target>> = {
  reply: {
    seeds: replySeeds,
    attempt(bytes, chance) {
      const method = methods[chance.below(methods.length)] ?? "GET";
      const whole = decoded([bytes], method);
      if (chance.below(compareEach) !== 0) return;
      same(replyOf(decoded(pieces(bytes, chance), method)), replyOf(whole));
    },
  },
  frames: {
    seeds: frameSeeds,
    attempt(bytes) {
      const decoder = createFrameDecoder({ from: "server" });
      decoder.push(bytes);
      decoder.finish();
    },
  },
  websocket: {
    seeds: socketSeeds,
    attempt(bytes, chance) {
      const deflate = chance.below(2) === 0;
      const read = (cut: readonly Uint8Array[]): string => {
        const decoder = createSocketDecoder({ from: "server", deflate });
        const said: string[] = [];
        for (const piece of cut)
          for (const event of decoder.push(piece)) {
            if (event.kind === "fault") said.push(`${event.rule}@${event.offset}`);
            if (event.kind === "end") said.push(`${event.head.opcode}+${event.head.length}`);
          }
        const open = decoder.unfinished();
        return `${said.join(" ")} ${open?.start} ${open?.came}`;
      };
      const whole = read([bytes]);
      if (chance.below(compareEach) === 0) same(read(pieces(bytes, chance)), whole);
    },
  },
  multipart: {
    seeds: multipartSeeds,
    attempt(bytes, chance) {
      const read = (cut: readonly Uint8Array[]): string => {
        const reader = readMultipart("b", { preamble: bytes.length % 2 === 0 });
        for (const piece of cut) reader.push(piece);
        return JSON.stringify(reader.end());
      };
      const whole = read([bytes]);
      if (chance.below(compareEach) === 0) same(read(pieces(bytes, chance)), whole);
    },
  },
  eventStream: {
    seeds: eventStreamSeeds,
    attempt(bytes, chance) {
      const keep = chance.below(200);
      const read = (cut: readonly Uint8Array[]): string => {
        let text = "";
        let at = 0;
        const scanner = scanEventStream(
          (item) => {
            inside(item.start, item.end, bytes.length);
            if (item.start < at) throw new TypeError("an item within the one before");
            at = item.end;
            text += JSON.stringify(item);
          },
          { keep },
        );
        for (const piece of cut) scanner.push(piece);
        scanner.end();
        return text;
      };
      const whole = read([bytes]);
      if (chance.below(compareEach) === 0) same(read(pieces(bytes, chance)), whole);
    },
  },
  cookie: {
    seeds: cookieSeeds,
    attempt(bytes) {
      const text = bytes.toString("latin1");
      const jar = createJar(() => 0);
      jar.store("https://x.a.test/p/q", [text]);
      jar.cookiesFor("https://x.a.test/p/q");
      parseCookieDate(text);
    },
  },
  json: { seeds: jsonSeeds, attempt: (bytes) => void indentJson(bytes) },
  text: {
    seeds: textSeeds,
    attempt(bytes) {
      const text = bytes.toString("utf8");
      const written = mediaTypeText(parseMediaType(text));
      same(mediaTypeText(parseMediaType(written)), written);
      splitUrl(text);
      refusals(() => requestUrl(text, { encode: true }));
      refusals(() => requestUrl(text, { encode: false }));
    },
  },
  tls: {
    seeds: tlsSeeds,
    attempt(bytes) {
      readHandshake({ sent: bytes, received: bytes, serverSecret: null });
      readAgreement({ sent: bytes, received: bytes, serverSecret: bytes });
      refusals(() => readCertificate(bytes));
      readOcsp(bytes, bytes, null);
    },
  },
};
