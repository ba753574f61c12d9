import { lateCrypto } from "../base/late.ts";
import { FailureError } from "../../shared/model/failure.ts";

const idPattern = /^\d{17}-[0-9a-f]{12}$/;
const bodyPattern = /^(\d{17}-[0-9a-f]{12})\.([mf]?\d{1,9})$/;

/** An id that sorts by time and is a harmless folder name: `20261122173012345-9f2c01ab34cd`. */
export function newExchangeId(epoch: number): string {
  const iso = new Date(epoch).toISOString();
  const date = iso.slice(0, 4) + iso.slice(5, 7) + iso.slice(8, 10);
  const time = iso.slice(11, 13) + iso.slice(14, 16) + iso.slice(17, 19) + iso.slice(20, 23);
  return `${date}${time}-${randomHex(6)}`;
}

/** Asking the system for random bytes costs as much for many as for few. */
let pool = Buffer.alloc(0);

function randomHex(bytes: number): string {
  if (pool.length < bytes) pool = lateCrypto().randomBytes(bytes * 64);
  const hex = pool.toString("hex", 0, bytes);
  pool = pool.subarray(bytes);
  return hex;
}

/** True for what `newExchangeId` makes; anything else never reaches the file system. */
export function isExchangeId(text: string): boolean {
  return idPattern.test(text);
}

/** The frame of a WebSocket this id names, or the message it belongs to (`frameBodyId`, `messageBodyId`); null: it names a body. */
export function frameOfBody(
  bodyId: string,
): { readonly index: number; readonly of: "frame" | "message" } | null {
  const part = bodyPattern.exec(bodyId)?.[2] ?? "";
  if (!/^[mf]/.test(part)) return null;
  return { index: Number(part.slice(1)), of: part.startsWith("f") ? "frame" : "message" };
}

/** The exchange a body or a message belongs to. Failure `not-found` for anything that is no body id. */
export function exchangeOfBody(bodyId: string): string {
  const id = bodyPattern.exec(bodyId)?.[1];
  if (id === undefined) throw notFound("body");
  return id;
}

export function notFound(what: "exchange" | "body"): FailureError {
  return new FailureError({
    kind: "not-found",
    code: `${what}-not-found`,
    message:
      what === "body" ? "The body is not kept any more." : "The exchange is not kept any more.",
    remedy: "Send the request again.",
  });
}
