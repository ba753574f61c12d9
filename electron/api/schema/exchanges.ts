import * as v from "valibot";
import type { ExchangesContract } from "../../../shared/contract/index.ts";
import type { InputSchemas } from "./exact.ts";
import { action, count, filePath, flag, id, itemPath, line, request, text } from "./model.ts";

export const send = v.strictObject({
  request,
  collectionId: v.nullable(id),
  path: itemPath,
  environment: v.nullable(line),
  scratch: v.exactOptional(line),
  replay: v.exactOptional(v.strictObject({ exchangeId: id, hop: count })),
  resume: v.exactOptional(id),
  answers: v.exactOptional(v.record(line, text)),
});

/** Segments and marks in one answer. */
const mostSegments = 100_000;
const mostFrames = 20_000;
const mostOffsets = 2_000;

export const exchangesInputs = {
  "exchange.send": send,
  "exchange.cancel": v.strictObject({ id }),
  "exchange.preview": send,
  "exchange.history": v.strictObject({
    place: v.nullable(v.strictObject({ collectionId: v.nullable(id), path: line })),
    limit: v.pipe(count, v.maxValue(10_000)),
  }),
  "exchange.remove": v.strictObject({ id }),
  "exchange.take": v.strictObject({
    id,
    action,
    collectionId: v.nullable(id),
    path: itemPath,
    environment: v.nullable(line),
  }),
  "exchange.raw": send,
  "exchange.code": v.strictObject({ ...send.entries, reveal: v.boolean() }),
  "exchange.get": v.strictObject({ id }),
  "exchange.trace": v.strictObject({ id }),
  "exchange.wire": v.strictObject({
    id,
    side: v.picklist(["clear", "socket"]),
    from: count,
    limit: v.pipe(count, v.maxValue(mostSegments)),
  }),
  "exchange.decodeBody": v.strictObject({ bodyId: id }),
  "exchange.arrivals": v.strictObject({
    bodyId: id,
    form: v.picklist(["decoded", "encoded"]),
    offsets: v.pipe(v.array(count), v.maxLength(mostOffsets)),
  }),
  "exchange.frames": v.strictObject({
    id,
    from: count,
    limit: v.pipe(count, v.maxValue(mostFrames)),
  }),
  "exchange.socketFrames": v.strictObject({
    id,
    from: count,
    limit: v.pipe(count, v.maxValue(mostFrames)),
  }),
  "exchange.socketFind": v.strictObject({
    id,
    filter: v.strictObject({
      form: v.picklist(["messages", "frames"]),
      direction: v.picklist(["both", "sent", "received"]),
      kind: v.picklist(["all", "data", "text", "binary", "ping", "close"]),
      text: line,
    }),
    from: count,
  }),
  "exchange.socketMessage": v.strictObject({ id, index: count }),
  "exchange.socketSend": v.strictObject({
    id,
    message: v.strictObject({ type: v.picklist(["text", "json", "xml", "binary"]), data: text }),
    answers: v.exactOptional(v.record(line, text)),
  }),
  "exchange.socketPing": v.strictObject({ id }),
  "exchange.socketClose": v.strictObject({
    id,
    code: v.nullable(v.pipe(count, v.maxValue(65_535))),
    reason: line,
  }),
  "exchange.har": v.strictObject({
    ids: v.array(id),
    credentials: flag,
    file: v.nullable(filePath),
  }),
  "exchange.secrets": v.strictObject({ id }),
  "exchange.showSecrets": v.strictObject({ id, shown: flag }),
  "exchange.saveBody": v.strictObject({
    id,
    bodyId: id,
    form: v.picklist(["decoded", "encoded"]),
    file: filePath,
  }),
  "files.grant": v.strictObject({ file: filePath }),
} satisfies InputSchemas<ExchangesContract>;
