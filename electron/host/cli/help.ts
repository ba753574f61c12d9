import { optionGroups } from "./options/list.ts";
import type { OptionGroup, OptionSpec } from "./options/option.ts";

/** What `envoi`, `envoi help` and `envoi --help` print. */
export const usage = `Envoi: send a request, see every byte of it.

  envoi send <url> [options]         send a request
  envoi send <file.yml> [options]    send a request of a collection
  envoi send --raw FILE --to H:P     send the bytes of a file as they are
  envoi code <url | file.yml>        show a request as a program: --lang NAME, or --list
  envoi import <file | folder | ->   turn another program's files into a collection
  envoi export <folder> --format F   write a collection in another format
  envoi secrets <command>            keep, share and unlock the values of secret variables
  envoi vars [folder | file.yml]     list the variables of a collection: --unused, --undefined
  envoi search <text> [folder]...    find and replace in collections and workspaces
  envoi workspace <command>          list, add, remove, move, new: the file that lists collections
  envoi changes [folder]...          what differs from the last commit of git, request by request
  envoi serve [--port N] [--no-open] open the app in a browser, served on this machine only
  envoi demo [--port N]              run the demo server
  envoi --version

  envoi send --help                  the options of send
  envoi code --help                  the options of code
  envoi import --help                the options of import
  envoi export --help                the formats and options of export
  envoi vars --help                  the options of vars
  envoi secrets --help               the commands of secrets
  envoi search --help                and of workspace and changes: their options
`;

const exitCodeText = `Exit codes are curl's: 0 sent and answered, 2 bad options, 3 bad URL, 5 proxy not
resolved, 6 not resolved, 7 not connected, 8 not understood, 18 cut short, 22 status >= 400 with
--fail, 23 not written, 26 not read, 28 out of time, 33 no ranges, 35 TLS, 45 no such interface,
47 too many redirects, 52 no reply, 56 lost while receiving or refused by the proxy, 60 certificate, 61 bad coding,
63 larger than --max-filesize, 97 SOCKS, 130 interrupted.
`;

/** The groups `--help` shows by itself: what most requests need. */
const first = ["request", "body", "auth", "output"];

/**
 * What `envoi send --help [TOPIC]` prints: the commonest groups, one group by its name, or `all`. null: there is no such topic.
 */
export function sendHelp(topic: string | undefined): string | null {
  const groups: readonly OptionGroup[] = optionGroups;
  const shown =
    topic === "all"
      ? groups
      : groups.filter(({ name }) => (topic === undefined ? first.includes(name) : name === topic));
  if (shown.length === 0) return null;
  const rest = groups.filter((group) => !shown.includes(group));
  return [
    "envoi send <url | file.yml> [options]\n",
    ...shown.map(groupText),
    ...(rest.length === 0
      ? []
      : [
          "More, by topic:\n",
          ...rest.map(({ name, title }) => `  envoi send --help ${name.padEnd(12)} ${title}`),
          "  envoi send --help all          Everything\n",
        ]),
    exitCodeText,
  ].join("\n");
}

function groupText({ title, options }: OptionGroup): string {
  return `${title}:\n\n${options.map(optionLines).join("\n")}\n`;
}

function optionLines(option: OptionSpec): string {
  const short = option.short ? `-${option.short}, ` : "    ";
  const long = `--${option.on ? "no-" : ""}${option.long}${option.value ? ` ${option.value}` : ""}`;
  const head = `  ${short}${long}`;
  const [line = "", ...more] = wrapped(option.help, 64);
  const start = head.length < 33 ? [head.padEnd(34) + line] : [head, " ".repeat(34) + line];
  return [...start, ...more.map((text) => " ".repeat(34) + text)].join("\n");
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}
