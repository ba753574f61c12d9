import type { OptionSpec } from "./option.ts";

export const outputOptions = [
  { long: "include", short: "i", help: "Print the response head before the body" },
  { long: "output", short: "o", value: "FILE", help: "Write the body to a file" },
  { long: "remote-name", short: "O", help: "The same, under the last part of the URL's path" },
  {
    long: "remote-header-name",
    short: "J",
    help: "With -O: under the name in Content-Disposition; never over a file that is there",
  },
  { long: "output-dir", value: "FOLDER", help: "Folder the file goes to" },
  { long: "create-dirs", help: "Make the folders it needs" },
  { long: "clobber", on: true, help: "Keep a file that is there: write to FILE.1 …" },
  { long: "remove-on-error", help: "Remove the file when the transfer fails" },
  {
    long: "dump-header",
    short: "D",
    value: "FILE",
    help: "Write the response heads to a file (- for stdout)",
  },
  {
    long: "write-out",
    short: "w",
    value: "FORMAT",
    help: "Print this afterwards, with %{http_code}, %{time_total}, %{json}, %header{name} …; @FILE reads it",
  },
  { long: "fail", short: "f", help: "Exit 22 on a status of 400 or more, without its body" },
  { long: "fail-with-body", help: "The same, with its body" },
  { long: "silent", short: "s", help: "Print no messages about failures" },
  { long: "show-error", short: "S", help: "Print them with --silent too" },
  { long: "stderr", value: "FILE", help: "Write messages to this file (- for stdout)" },
  { long: "buffer", short: "N", on: true, help: "Write as it arrives: Envoi always does" },
  { long: "verbose", short: "v", help: "Tell on stderr what happens (* > <)" },
  {
    long: "trace",
    value: "FILE",
    help: "Write every byte of both directions as hex and text (- for stdout)",
  },
  { long: "trace-ascii", value: "FILE", help: "The same as text alone" },
  { long: "trace-time", help: "Begin each line of --trace and --verbose with the time of day" },
  { long: "config", short: "K", value: "FILE", help: "Read options from a file (- for stdin)" },
  { long: "help", short: "h", help: "Print this; followed by a topic or all" },
] as const satisfies readonly OptionSpec[];
