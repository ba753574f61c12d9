import { FailureError } from "../../../../shared/model/failure.ts";
import type { PassphraseSource } from "./passphrase.ts";
import type { Terminal } from "./terminal.ts";

/** What `envoi secrets` was asked for. */
export interface SecretWords {
  readonly command: string;
  readonly names: readonly string[];
  /** Folder of the collection; default: the one the current folder is in. */
  readonly collection: string | null;
  /** "": the collection's own secret variables. */
  readonly environment: string;
  readonly data: string | null;
  readonly passphraseFile: string | null;
  /** File whose first line is the value, or (`-`) standard input. */
  readonly valueFile: string | null;
  readonly identityFile: string | null;
  readonly label: string;
  /** Of a Bitwarden item; "": its password. */
  readonly field: string;
  readonly json: boolean;
  readonly yes: boolean;
}

const withValue = [
  "--collection",
  "--env",
  "--data",
  "--passphrase-file",
  "--value-file",
  "--identity-file",
  "--label",
  "--field",
] as const;
type WithValue = (typeof withValue)[number];

/** Reads the words after `envoi secrets`; a string says what is wrong with them, or is "help". */
export function secretWords(words: readonly string[]): SecretWords | string {
  const values = new Map<WithValue, string>();
  const flags = new Set<string>();
  const names: string[] = [];
  let command: string | null = null;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "--") {
      names.push(...words.slice(at + 1));
      break;
    }
    const [, name = word, inline] = /^(--[a-z-]+)=(.*)$/s.exec(word) ?? [];
    const known = withValue.find((option) => option === name);
    if (name === "--help" || name === "-h") return "help";
    if (known !== undefined) {
      const value = inline ?? words[++at];
      if (value === undefined) return `${name} needs a value`;
      values.set(known, value);
    } else if (["--json", "--yes", "-y"].includes(word)) {
      flags.add(word === "-y" ? "--yes" : word);
    } else if (/^--(?:value|passphrase|password)$/.test(name)) {
      return `${name} is not taken here: other users of this machine can read a command line`;
    } else if (word.startsWith("-") && word !== "-") return `unknown option ${word}`;
    else if (command === null) command = word;
    else names.push(word);
  }
  return {
    command: command ?? "status",
    names,
    collection: values.get("--collection") ?? null,
    environment: values.get("--env") ?? "",
    data: values.get("--data") ?? null,
    passphraseFile: values.get("--passphrase-file") ?? null,
    valueFile: values.get("--value-file") ?? null,
    identityFile: values.get("--identity-file") ?? null,
    label: values.get("--label") ?? "",
    field: values.get("--field") ?? "",
    json: flags.has("--json"),
    yes: flags.has("--yes"),
  };
}

/** The one name a command takes. Throws FailureError. */
export function oneName({ command, names }: SecretWords): string {
  const [name] = names;
  if (name !== undefined && names.length === 1) return name;
  throw new FailureError({
    kind: "input",
    code: "secrets-usage",
    message: `secrets ${command} takes one name.`,
    remedy: "Try envoi secrets --help.",
  });
}

/** Where the passphrase of a command comes from. */
export function sourceOf(words: SecretWords, { environment, ask }: Terminal): PassphraseSource {
  return { file: words.passphraseFile, environment, ask };
}
