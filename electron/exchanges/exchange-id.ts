import { randomBytes } from "node:crypto";
import { FailureError } from "../../shared/model/failure.ts";

const idPattern = /^\d{17}-[0-9a-f]{12}$/;
const bodyPattern = /^(\d{17}-[0-9a-f]{12})\.(\d{1,9})$/;

/** An id that sorts by time and is a harmless folder name: `20261122173012345-9f2c01ab34cd`. */
export function newExchangeId(epoch: number): string {
  const time = new Date(epoch).toISOString().replace(/\D/g, "");
  return `${time}-${randomBytes(6).toString("hex")}`;
}

/** True for what `newExchangeId` makes; anything else never reaches the file system. */
export function isExchangeId(text: string): boolean {
  return idPattern.test(text);
}

/** The exchange a body belongs to. Failure `not-found` for anything that is no body id. */
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
