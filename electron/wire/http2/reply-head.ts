import type { ResponseHead } from "../../../shared/model/exchange.ts";
import type { HeaderField } from "../../../shared/model/header.ts";

/** What a reply's field section says, and what is not allowed in it (RFC 9113 §8.2, §8.3.2). */
export interface ReplyHead {
  /** Status 0: none was sent. */
  readonly head: ResponseHead;
  readonly faults: readonly { readonly rule: string; readonly message: string }[];
}

const forbidden = new Set([
  "connection",
  "proxy-connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
]);

/** The head of a reply from its decoded fields. Nothing is dropped but the pseudo-header fields, which are the status line. */
export function readReplyHead(fields: readonly HeaderField[]): ReplyHead {
  const status = fields.find(([name]) => name === ":status")?.[1] ?? "";
  const known = /^[1-9]\d\d$/.test(status);
  const faults = fieldFaults(fields);
  if (!known)
    faults.unshift({ rule: "h2-status", message: "The reply has no status of three digits." });
  return {
    head: {
      httpVersion: "2",
      status: known ? Number(status) : 0,
      reason: "",
      headers: plainFields(fields),
    },
    faults,
  };
}

/** The fields that are header fields. */
export function plainFields(fields: readonly HeaderField[]): readonly HeaderField[] {
  return fields.filter(([name]) => !name.startsWith(":"));
}

function fieldFaults(fields: readonly HeaderField[]): { rule: string; message: string }[] {
  const faults: { rule: string; message: string }[] = [];
  const once = (wrong: boolean, rule: string, message: string): void => {
    if (wrong) faults.push({ rule, message });
  };
  const names = fields.map(([name]) => name);
  const firstPlain = names.findIndex((name) => !name.startsWith(":"));
  const pseudo = names.filter((name) => name.startsWith(":"));
  once(
    names.some((name) => /[A-Z]/.test(name)),
    "h2-field-name-case",
    "A field name has capital letters, which HTTP/2 does not allow.",
  );
  once(
    names.some((name) => forbidden.has(name.toLowerCase())),
    "h2-connection-field",
    "A field of HTTP/1 connections was sent, which HTTP/2 does not allow.",
  );
  once(
    pseudo.some((name) => name !== ":status") || pseudo.length > 1,
    "h2-pseudo-field",
    "A reply has only one pseudo-header field, :status; this one has others.",
  );
  once(
    firstPlain >= 0 && names.slice(firstPlain).some((name) => name.startsWith(":")),
    "h2-pseudo-order",
    "A pseudo-header field stands behind an ordinary one.",
  );
  return faults;
}
