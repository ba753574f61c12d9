import { createInterface } from "node:readline";
import { checkGoodbye } from "../../../wire/websocket/socket.ts";
import type { Given } from "../options/parse.ts";
import { readBytes } from "../request/files.ts";
import { badOption } from "../settings/values.ts";

/** A message that is to be sent. */
export interface OutgoingMessage {
  readonly text: boolean;
  readonly bytes: Uint8Array;
}

/** What --message and --message-binary say, in the order they were given; null: neither was. Rejects with FailureError. */
export async function typedMessages(given: Given): Promise<readonly OutgoingMessage[] | null> {
  const messages: OutgoingMessage[] = [];
  for (const { name, value } of given) {
    if (name !== "message" && name !== "message-binary") continue;
    const typed = String(value);
    const text = name === "message";
    if (typed.startsWith("@")) messages.push({ text, bytes: await readBytes(typed.slice(1)) });
    else if (text) messages.push({ text, bytes: Buffer.from(typed) });
    else messages.push({ text, bytes: hexBytes(typed) });
  }
  return messages.length === 0 ? null : messages;
}

function hexBytes(typed: string): Uint8Array {
  const digits = typed.replace(/[\s:]/g, "");
  if (digits.length % 2 === 0 && /^[\da-f]*$/i.test(digits)) return Buffer.from(digits, "hex");
  throw badOption(
    "--message-binary",
    "--message-binary takes bytes as pairs of hex digits.",
    "Write for example 00ff10, or @FILE for the bytes of a file.",
  );
}

/** Lines of standard input, each a text message; ends with it, or when `signal` is aborted. */
export async function* inputLines(signal: AbortSignal): AsyncGenerator<OutgoingMessage> {
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  const stop = (): void => lines.close();
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const line of lines) yield { text: true, bytes: Buffer.from(line) };
  } finally {
    signal.removeEventListener("abort", stop);
    lines.close();
    process.stdin.destroy();
  }
}

/** Code and reason of --ws-close. Throws FailureError `input`. */
export function goodbyeOf(typed: string | undefined): { code: number; reason: string } {
  if (typed === undefined) return { code: 1000, reason: "" };
  const [, digits = "", reason = ""] = /^(\d{4})(?:\s+(.*))?$/s.exec(typed.trim()) ?? [];
  if (digits === "")
    throw badOption(
      "--ws-close",
      "--ws-close takes a code of four digits.",
      "Write for example '4000 bye'.",
    );
  checkGoodbye(Number(digits), reason);
  return { code: Number(digits), reason };
}
