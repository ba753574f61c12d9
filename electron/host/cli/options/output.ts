import type { OptionSpec } from "./option.ts";

export const outputOptions = [
  { long: "include", short: "i", help: "Print the response head before the body" },
  { long: "output", short: "o", value: "FILE", help: "Write the body to a file" },
  { long: "fail", short: "f", help: "Exit 22 on a status of 400 or more, without its body" },
  { long: "fail-with-body", help: "The same, with its body" },
  { long: "silent", short: "s", help: "Print no messages about failures" },
  { long: "show-error", short: "S", help: "Print them with --silent too" },
  { long: "buffer", short: "N", on: true, help: "Write as it arrives: Envoi always does" },
  { long: "verbose", short: "v", help: "Tell on stderr what happens (* > <)" },
  {
    long: "trace",
    value: "FILE",
    help: "Write every byte of both directions as hex and text (- for stdout)",
  },
  { long: "help", short: "h", help: "Print this; followed by a group's name or all" },
] as const satisfies readonly OptionSpec[];
