import { type OptionName, optionSpecs } from "./list.ts";
import type { OptionSpec } from "./option.ts";
import type { CommandVariables } from "./variables.ts";

/** One option as given; the value of a switch is "" or, from `--no-<name>`, "no". */
export interface GivenOption {
  readonly name: OptionName;
  readonly value: string;
}

/** Options as given, in order. */
export type Given = readonly GivenOption[];

/** What stands between two `--next`: options, and the URLs or files they are for. */
export interface Operation {
  readonly given: Given;
  /** Of --url and of its own, in order. */
  readonly targets: readonly string[];
  /** Which of them are `@FILE` of --url, before their lines were read, and afterwards those lines. Absent: none. */
  readonly listed?: ReadonlySet<number>;
}

export type Parsed =
  | {
      readonly kind: "ok";
      /** At least one. What is for the whole run (curl's global options) is in each after it was given. */
      readonly operations: readonly [Operation, ...(readonly Operation[])];
    }
  | { readonly kind: "bad"; readonly message: string };

/** Options that `--next` leaves as they are (curl(1), "Scope: global"). */
const lasting = new Set<OptionName>([
  "fail-early",
  "parallel",
  "parallel-max",
  "progress-meter",
  "rate",
  "show-error",
  "stderr",
  "trace",
  "trace-ascii",
  "trace-time",
  "verbose",
  // Not curl's: one archive, one decision and one store for all.
  "har",
  "keylogfile",
  "passphrase-file",
  "show-secrets",
]);

type Spec = OptionSpec & { readonly long: OptionName };

/** Whether an option was given at all. */
export const has = (given: Given, name: OptionName): boolean =>
  given.some((option) => option.name === name);

/** Last value of an option, as curl takes it. */
export const last = (given: Given, name: OptionName): string | undefined =>
  given.findLast((option) => option.name === name)?.value;

/** Every value of an option, in order. */
export const all = (given: Given, name: OptionName): readonly string[] =>
  given.filter((option) => option.name === name).map(({ value }) => value);

/** Whether a switch is on; `otherwise` when it was not given. */
export function isOn(given: Given, name: OptionName, otherwise = false): boolean {
  const value = last(given, name);
  return value === undefined ? otherwise : value !== "no";
}

/** Which of several was given last: of those that contradict each other the last one counts. */
export function lastOf<N extends OptionName>(given: Given, names: readonly N[]): N | undefined {
  return given.findLast((option): option is GivenOption & { readonly name: N } =>
    (names as readonly OptionName[]).includes(option.name),
  )?.name;
}

/** Those curl has (curl(1), --proto). */
const protocols =
  "all dict file ftp ftps gopher gophers http https imap imaps ipfs ipns ldap ldaps mqtt mqtts pop3 pop3s rtmp rtmpe rtmps rtmpt rtmpte rtmpts rtsp scp sftp smb smbs smtp smtps telnet tftp ws wss".split(
    " ",
  );

/** Names in a list of protocols that are none: curl warns of them, and a slip in `=htps` would else go unseen. */
function unknownProtocols(list: string): readonly string[] {
  return list
    .split(",")
    .map((word) => word.trim().replace(/^[-+=]*/, ""))
    .filter((name) => name !== "" && !protocols.includes(name.toLowerCase()));
}

/** What reading options needs beside them. */
export interface ParseHelp {
  /** Told what is odd but not wrong. */
  readonly warn?: (text: string) => void;
  /** For --variable and --expand-…; without it there are none. */
  readonly variables?: CommandVariables;
}

/**
 * Reads arguments as curl does: `--name value`, `--name=value`, `-X value`, `-Xvalue`, joined switches `-iv`, `--no-name` for a switch,
 * `--expand-name value` with variables put in, `--` ends options, `--next` begins anew. Throws FailureError for variables that cannot be.
 */
export function parseOptions(
  words: readonly string[],
  { warn, variables }: ParseHelp = {},
): Parsed {
  // Our --raw FILE needs --to; without it curl's switch of that name is meant.
  const sendsBytes = words.some((word) => word === "--to" || word.startsWith("--to="));
  let given: GivenOption[] = [];
  let targets: string[] = [];
  let listed = new Set<number>();
  const before: Operation[] = [];
  const add = ({ long: typed, value: takes }: Spec, value: string): void => {
    const long = synonyms[typed] ?? typed;
    if (takes !== undefined && /^[\u2018-\u201f]/.test(value))
      warn?.(`the value of --${long} begins with a typographic quote; was an ASCII one meant?`);
    if (long === "proto" || long === "proto-redir")
      for (const name of unknownProtocols(value))
        warn?.(`--${long} names the protocol "${name}", which is none; it is passed over.`);
    // What is replayed is raw too, from another kind of file.
    if (long === "replay") given.push({ name: "raw", value });
    if (long === "variable") variables?.set(value);
    else if (long === "next") {
      before.push(operation(given, targets, listed));
      given = given.filter(({ name }) => lasting.has(name));
      targets = [];
      listed = new Set();
    } else if (long === "url") {
      if (value.startsWith("@")) listed.add(targets.length);
      targets.push(value);
    } else given.push({ name: long, value });
  };
  let at = 0;
  const next = (): string | undefined => words[at++];
  for (let word = next(); word !== undefined; word = next()) {
    if (word === "--") {
      targets.push(...words.slice(at));
      break;
    }
    if (word.startsWith("--")) {
      const equals = word.indexOf("=");
      const name = word.slice(2, equals < 0 ? undefined : equals);
      const inline = equals < 0 ? undefined : word.slice(equals + 1);
      if (name === "raw" && !sendsBytes && inline === undefined) {
        given.push({ name: "raw-chunks", value: "" });
        continue;
      }
      if (name.startsWith("expand-") && variables !== undefined) {
        const expanded = specOf(name.slice("expand-".length));
        const value = expanded?.value === undefined ? undefined : (inline ?? next());
        // A config file is read before there are variables.
        if (expanded === undefined || value === undefined || expanded.long === "config")
          return bad(`--${name} is not an option with a value`);
        add(expanded, variables.expand(value));
        continue;
      }
      const spec = specOf(name);
      const negated =
        spec === undefined && name.startsWith("no-") ? specOf(name.slice(3)) : undefined;
      const found = spec ?? negated;
      if (found === undefined || negated?.value !== undefined)
        return bad(`unknown option --${name}`);
      if (found.value === undefined) {
        if (inline !== undefined) return bad(`--${name} takes no value`);
        add(found, negated === undefined ? "" : "no");
        continue;
      }
      const value = inline ?? next();
      if (value === undefined) return bad(`--${name} needs a value: ${found.value}`);
      add(found, value);
    } else if (word.startsWith("-") && word.length > 1) {
      for (let letter = 1; letter < word.length; letter += 1) {
        const short = word[letter] ?? "";
        const spec = optionSpecs.find((candidate) => candidate.short === short);
        if (!spec) return bad(`unknown option -${short}`);
        if (spec.value === undefined) {
          // The letter of a switch that is on by itself turns it off, as curl's -N does.
          add(spec, spec.on === true ? "no" : "");
          continue;
        }
        const value = letter + 1 < word.length ? word.slice(letter + 1) : next();
        if (value === undefined) return bad(`-${short} needs a value: ${spec.value}`);
        add(spec, value);
        break;
      }
    } else targets.push(word);
  }
  if (before.some((operation) => operation.targets.length === 0))
    return bad("there is no URL before --next");
  const end = operation(given, targets, listed);
  const [first, ...rest] = [...before, end];
  return { kind: "ok", operations: [first ?? end, ...rest] };
}

function operation(
  given: Given,
  targets: readonly string[],
  listed: ReadonlySet<number>,
): Operation {
  return listed.size === 0 ? { given, targets } : { given, targets, listed };
}

/** Two names of one thing. */
const synonyms: Partial<Record<OptionName, OptionName>> = {
  "show-headers": "include",
  follow: "location",
};

const byName = new Map<string, Spec>(optionSpecs.map((spec) => [spec.long, spec]));
const specOf = (name: string): Spec | undefined => byName.get(name);

const bad = (message: string): Parsed => ({ kind: "bad", message });
