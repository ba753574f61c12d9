import path from "node:path";
import {
  exportCollection,
  exportFormat,
  exportFormats,
} from "../../../shared/formats/export/export.ts";
import { readCollectionFiles } from "../../../shared/formats/export/collection.ts";
import { toFailure } from "../../../shared/model/failure.ts";
import { atomicWrite } from "../../base/atomic-write.ts";
import { readSources } from "../../imports/read-sources.ts";
import { exitCodeOf, exitCodes } from "./exit-code.ts";

/** What `envoi export --help` prints. */
const help = `envoi export <collection folder> --format NAME [--out FILE] [options]

  --format NAME    ${exportFormats.map(({ id }) => id).join(", ")}
  --out FILE       Where it goes; standard output when it is not said or is -
  --item PATH      Only this folder or request of the collection
  --keep-secrets   Leave literal secrets in, instead of {{name}}

Says on standard error which literal secrets were found, and what the format has no place for.

Exit codes: 0 written; 2 bad options; 3 nothing at that path; 23 not written; 26 not read.
`;

interface Options {
  readonly folder: string;
  readonly format: string;
  readonly out: string;
  readonly item: string;
  readonly keepSecrets: boolean;
}

/** `envoi export`: writes a collection in another format, gives the exit code. */
export async function exportCommand(words: readonly string[]): Promise<number> {
  const options = optionsOf(words);
  if (options === "help") {
    process.stdout.write(help);
    return exitCodes.ok;
  }
  if (typeof options === "string") return complain(options, exitCodes.usage);
  const format = exportFormat(options.format);
  if (format === undefined)
    return complain(`there is no format ${options.format}`, exitCodes.usage);
  try {
    const folder = path.resolve(options.folder);
    const read = readCollectionFiles(await readSources(folder), path.basename(folder));
    const result = exportCollection(read, format, {
      path: options.item,
      keepSecrets: options.keepSecrets,
    });
    if (result === null) return complain("there is nothing at that path", exitCodes.url);
    const said = options.keepSecrets ? "is in it" : "is left out";
    for (const { name, places } of result.secrets)
      process.stderr.write(`envoi: the secret ${name} ${said} (${places[0]?.join(" / ") ?? ""})\n`);
    for (const line of result.left) process.stderr.write(`envoi: ${line}\n`);
    if (options.out === "-") process.stdout.write(result.text);
    else await atomicWrite(path.resolve(options.out), result.text);
    return exitCodes.ok;
  } catch (thrown) {
    const failure = toFailure(thrown);
    const place = failure.place === undefined ? "" : ` (${failure.place})`;
    process.stderr.write(`envoi: ${failure.message}${place} ${failure.remedy ?? ""}\n`);
    return failure.kind === "input" ? exitCodes.read : exitCodeOf(failure);
  }
}

function optionsOf(words: readonly string[]): Options | string {
  const values = new Map([
    ["--format", ""],
    ["--out", "-"],
    ["--item", ""],
  ]);
  let folder: string | null = null;
  let keepSecrets = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const [, name = word, inline] = /^(--[a-z-]+)=(.*)$/s.exec(word) ?? [];
    if (name === "--help" || name === "-h") return "help";
    if (values.has(name)) {
      const value = inline ?? words[++at];
      if (value === undefined || value === "") return `${name} needs a value`;
      values.set(name, value);
    } else if (name === "--keep-secrets") keepSecrets = true;
    else if (word.startsWith("-")) return `unknown option ${word}`;
    else if (folder === null) folder = word;
    else return "export takes one folder";
  }
  const format = values.get("--format") ?? "";
  if (folder === null) return "export takes the folder of a collection";
  if (format === "") return "export needs --format NAME";
  return {
    folder,
    format,
    keepSecrets,
    out: values.get("--out") ?? "-",
    item: values.get("--item") ?? "",
  };
}

function complain(message: string, code: number): number {
  process.stderr.write(`envoi: ${message}\nTry envoi export --help\n`);
  return code;
}
