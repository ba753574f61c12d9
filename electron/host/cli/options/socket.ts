import type { OptionSpec } from "./option.ts";

/** For ws and wss URLs; curl sends nothing there by options of its own. */
export const socketOptions = [
  {
    long: "message",
    value: "TEXT",
    help: "Send a text message, as often as given, instead of the lines of standard input; @FILE reads it",
  },
  {
    long: "message-binary",
    value: "HEX",
    help: "Send a binary message; @FILE sends a file's bytes",
  },
  { long: "subprotocol", value: "NAME", help: "Offer a subprotocol; the first is liked best" },
  {
    long: "listen",
    help: "Go on when everything was sent, until the server closes or --max-time is over",
  },
  {
    long: "ws-wait",
    value: "SECONDS",
    help: "Say goodbye once everything was sent and nothing came for so long; 1 by itself",
  },
  { long: "ws-ping", value: "SECONDS", help: "Send a ping each so many seconds" },
  { long: "ws-deflate", on: true, help: "Do not offer to compress messages" },
  { long: "ws-close", value: "CODE[ REASON]", help: "Say goodbye with this instead of 1000" },
] as const satisfies readonly OptionSpec[];
