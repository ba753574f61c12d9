/** Every fault a WebSocket frame can have, with its sentence and the close code that answers it (RFC 6455 §7.4.1). The names are stable. */
export const socketRules = {
  "ws-close-code": [1002, "A close frame carries a code that no close frame may carry."],
  "ws-close-length": [1002, "A close frame has a payload of one byte, which is no code."],
  "ws-close-reason": [1007, "The reason in a close frame is not UTF-8."],
  "ws-compressed-control": [1002, "A control frame says it is compressed."],
  "ws-compressed-continuation": [1002, "A frame within a message says that compression begins."],
  "ws-continuation-alone": [1002, "A continuation comes although no message is under way."],
  "ws-control-fragmented": [1002, "A control frame is one of several fragments."],
  "ws-control-length": [1002, "A control frame has more than 125 bytes of payload."],
  "ws-deflate": [1007, "A compressed message cannot be decompressed."],
  "ws-length-form": [1002, "The payload length is not written in the shortest form."],
  "ws-length-huge": [1002, "The payload length has its highest bit set."],
  "ws-mask": [1002, "The server masked a frame, which only clients do."],
  "ws-message-size": [1009, "A message is larger than the limit set for it."],
  "ws-message-unfinished": [1002, "A new message begins before the last one is finished."],
  "ws-opcode": [1002, "The opcode is one that no specification gives a meaning."],
  "ws-ratio": [1009, "A message grows out of all proportion when it is decompressed."],
  "ws-reserved": [1002, "A reserved bit is set that no extension was agreed for."],
  "ws-utf8": [1007, "A text message is not UTF-8."],
} as const satisfies Readonly<Record<string, readonly [code: number, message: string]>>;

export type SocketRule = keyof typeof socketRules;

/** Faults after which reading goes on: the frame's extent is known and nothing of it is in doubt. */
export function isTolerated(rule: SocketRule): boolean {
  return rule === "ws-length-form";
}
