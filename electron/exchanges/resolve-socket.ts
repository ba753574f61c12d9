import { FailureError } from "../../shared/model/failure.ts";
import { base64ToBytes } from "../../shared/model/raw-bytes.ts";
import type { SocketBody, SocketMessage } from "../../shared/model/request.ts";
import type { SocketPlan } from "../client/send.ts";
import type { ReplaceVariables } from "./resolve-text.ts";

/** A message as it is sent: variables replaced in text, `binary` read as base64. Throws FailureError `input` (`ws-base64`). */
export function resolveMessage(
  { type, data }: Pick<SocketMessage, "type" | "data">,
  replace: ReplaceVariables,
): SocketPlan["messages"][number] {
  if (type !== "binary")
    return {
      text: true,
      bytes: Buffer.from(type === "json" ? replace(data, "json") : replace(data)),
    };
  const bytes = base64ToBytes(data);
  if (bytes !== null) return { text: false, bytes };
  throw new FailureError({
    kind: "input",
    code: "ws-base64",
    message: "The bytes of a binary message are not base64.",
    phase: "prepare",
    place: "message",
  });
}

/** What a WebSocket request says beside its handshake: the messages that are selected, and how often it pings. */
export function resolvePlan(body: SocketBody, replace: ReplaceVariables): SocketPlan {
  const selected = body.messages.filter((message) => message.selected);
  return {
    messages: selected.map((message) => resolveMessage(message, replace)),
    pingInterval: body.pingInterval ?? 0,
  };
}
