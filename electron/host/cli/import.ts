import { createInterface } from "node:readline/promises";
import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { importSources } from "../../../shared/formats/import/import.ts";
import type { Imported } from "../../../shared/formats/import/imported.ts";
import { type FolderRule, folderRules } from "../../../shared/formats/import/openapi/folders.ts";
import { findSecrets, moveSecrets } from "../../../shared/formats/import/secrets.ts";
import { FailureError, toFailure } from "../../../shared/model/failure.ts";
import { storageFailure } from "../../base/storage-failure.ts";
import { writeInto } from "../../imports/import-into.ts";
import { printImport } from "../../imports/print.ts";
import { sourceFrom } from "../../imports/updates.ts";
import { makeParent, writeImport } from "../../imports/write-import.ts";
import { exitCodeOf, exitCodes } from "./exit-code.ts";
import { isAddress, sourcesOf, withReferences } from "./import-sources.ts";
import { pickedBy, pickList, pickNames, type PickOptions } from "./import-pick.ts";
import { importJson, importSummary, type Written } from "./output/import-summary.ts";
import { typedSecret } from "./secrets/passphrase.ts";
import { storeSecrets } from "./store-secrets.ts";

interface Options {
  readonly source: string | null;
  /** Folder of the collection to update; null: a new one is made. */
  readonly update: string | null;
  readonly link: boolean;
  readonly fetchRefs: boolean;
  readonly theirs: boolean;
  readonly remove: boolean;
  readonly out: string | null;
  /** A collection that is there, or a folder in it. */
  readonly into: string | null;
  readonly yes: boolean;
  readonly json: boolean;
  readonly keepSecrets: boolean;
  readonly list: boolean;
  readonly pick: PickOptions;
  readonly folders: FolderRule;
  readonly data: string | null;
  readonly passphraseFile: string | null;
}

/** What `envoi import --help` prints. */
const help = `envoi import <file | folder | address | -> --out DIR | --into DIR [options]
envoi import [file | folder | address] --update DIR [options]

  --out DIR        Where the new collection folders go; made when it is not there
  --into DIR       A collection that is there, or a folder in it: what is imported goes beside what is there
  -y, --yes        Write without asking
  --json           Print the summary as JSON
  --folders RULE   Folders of an OpenAPI description: tags (the usual), paths or none
  --fetch-refs     Fetch what a description refers to at other addresses
  --no-link        Forget the description: a newer one cannot be merged
  --list           Only list the requests: place, method, status, type, URL
  --method, --host, --type, --status, --match TEXT
                   Only requests of these methods, hosts (*.example.org), media types (json), statuses (2xx) or with
                   this text in the URL; several with commas
  --entries LIST   Only requests at these places: 1-5,9
  --keep-secrets   Leave literal secrets in the files; what is marked as secret goes to this machine's store all the same
  --data DIR       Envoi's data folder, where secrets are kept
  --passphrase-file FILE
                   Unlocks the secret store, where it has a passphrase

Reads Postman, Bruno, Insomnia, Hoppscotch, OpenAPI, Swagger, WSDL, GraphQL, HAR, .http,
OpenCollection and curl, and zip archives and folders of them. Without --out and --into it only says what
it would do. Nothing that is there is changed: names that are taken get a number.

  --update DIR     Merge a newer OpenAPI description into the collection in DIR that came from it;
                   without a file, the one it remembers. What was edited there stays
  --theirs         Where both changed a part, take the description's
  --remove         Delete requests whose operation is gone

Exit codes: 0 imported, or only read; 2 bad options; 3 nothing to import; 23 not written;
26 not read; 130 not confirmed.
`;

/** `envoi import`: says what would be imported, asks, writes. */
export async function importCommand(words: readonly string[]): Promise<number> {
  const options = optionsOf(words);
  if (options === "help") {
    process.stdout.write(help);
    return exitCodes.ok;
  }
  if (typeof options === "string") {
    process.stderr.write(`envoi: ${options}\nTry envoi import --help\n`);
    return exitCodes.usage;
  }
  try {
    return await run(options);
  } catch (thrown) {
    const failure = toFailure(thrown);
    const place = failure.place === undefined ? "" : ` (${failure.place})`;
    process.stderr.write(`envoi: ${failure.message}${place} ${failure.remedy ?? ""}\n`);
    // A file that is no archive, or too large a folder, could not be read; there is no URL here to be wrong.
    return failure.kind === "input" ? exitCodes.read : exitCodeOf(failure);
  }
}

async function run(options: Options): Promise<number> {
  if (options.update !== null) {
    const { updateCommand } = await import("./import-update.ts");
    return updateCommand({ ...options, folder: options.update }, asked);
  }
  const source = options.source ?? "-";
  const importOptions = { openApi: { folders: options.folders } };
  const given = await sourcesOf(source);
  const { sources, failed } = options.fetchRefs
    ? await withReferences(given, (files) => importSources(files, importOptions).remote ?? [])
    : { sources: given, failed: 0 };
  if (failed > 0) process.stderr.write(`envoi: ${failed} documents could not be fetched.\n`);
  const whole = importSources(sources, importOptions);
  if (options.list) {
    process.stdout.write(pickList(whole));
    return exitCodes.ok;
  }
  if (whole.remote !== undefined && !options.fetchRefs)
    process.stderr.write("Other addresses are referred to: --fetch-refs fetches them.\n");
  const imported = pickedBy(whole, options.pick);
  if (imported === null) {
    process.stderr.write("envoi: --entries needs places such as 1-5,9\n");
    return exitCodes.usage;
  }
  const found = findSecrets(imported);
  const empty = imported.collections.length + imported.environments.length === 0;
  const moved = options.keepSecrets ? [] : found;
  const text = options.json ? null : importSummary(imported, found, !options.keepSecrets);
  if (text !== null) process.stderr.write(text);
  let written: readonly Written[] = [];
  let code: number = empty ? exitCodes.url : exitCodes.ok;
  if (!empty && (options.out !== null || options.into !== null)) {
    if (options.yes || (await asked("Write this?"))) {
      const safe = moveSecrets(imported, new Set(moved.map((secret) => secret.id)));
      written =
        options.into !== null
          ? await writeThere(options, safe, options.into)
          : await writeAll(options, safe, options.out ?? ".");
    } else code = exitCodes.interrupted;
  }
  if (options.json) process.stdout.write(importJson(imported, found, written));
  else for (const { folder } of written) process.stdout.write(`${folder}\n`);
  return code;
}

async function writeAll(
  options: Options,
  imported: Imported,
  out: string,
): Promise<readonly Written[]> {
  const parent = path.resolve(out);
  const { source, link } = options;
  const chosen =
    source === null || source === "-" ? null : isAddress(source) ? source : path.resolve(source);
  // The folder's name is not known yet: any folder in it sees the description from the same place.
  const from = link ? sourceFrom(path.join(parent, "_"), chosen) : null;
  const printed = printImport(imported, from);
  // The store is taken first: a secret that cannot be kept must not be noticed when its only copy is in memory.
  // What stays in the files is not among them; what the other program marked as secret has no place there.
  const needed = printed.some(({ secrets }) => secrets.length > 0);
  const store = needed
    ? await storeSecrets(options.data, {
        file: options.passphraseFile,
        environment: process.env,
        ask: typedSecret,
      })
    : null;
  try {
    await makeParent(parent);
    const written: Written[] = [];
    for (const collection of printed) {
      const folder = await writeImport(collection, parent);
      await store?.keep(folder, collection.secrets);
      written.push({ folder, name: collection.name });
    }
    return written;
  } finally {
    await store?.release();
  }
}

async function writeThere(
  options: Options,
  imported: Imported,
  into: string,
): Promise<readonly Written[]> {
  const { root, folder } = await collectionAround(path.resolve(into));
  const any = imported.collections.some(({ secrets, environments }) =>
    [secrets, ...environments.map((one) => one.secrets)].some((values) => values.size > 0),
  );
  const some = any || imported.environments.some(({ secrets }) => secrets.size > 0);
  const store = some
    ? await storeSecrets(options.data, {
        file: options.passphraseFile,
        environment: process.env,
        ask: typedSecret,
      })
    : null;
  try {
    const taken = (await store?.names(root)) ?? [];
    const secrets = await writeInto(imported, { root, folder, taken });
    await store?.keep(root, secrets);
    return [{ folder: path.join(root, folder), name: path.basename(root) }];
  } finally {
    await store?.release();
  }
}

/** The collection a folder is, or lies in. */
async function collectionAround(
  chosen: string,
): Promise<{ readonly root: string; readonly folder: string }> {
  const real = await realpath(chosen).catch((error: unknown) => {
    throw storageFailure(error, path.basename(chosen));
  });
  for (let at = real; ; at = path.dirname(at)) {
    const file = await stat(path.join(at, "opencollection.yml")).catch(() => null);
    if (file?.isFile() === true)
      return { root: at, folder: path.relative(at, real).split(path.sep).join("/") };
    if (path.dirname(at) === at) break;
  }
  throw new FailureError({
    kind: "not-found",
    code: "no-collection",
    message: "This folder is no collection and lies in none.",
    remedy: "Choose a folder with an opencollection.yml, or use --out.",
    place: path.basename(chosen),
  });
}

/** Asks on the terminal; without one nothing is written. */
async function asked(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    process.stderr.write("Nothing was written: add --yes to write without being asked.\n");
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(?:es)?$/i.test(answer.trim());
}

const paths = new Set(["--out", "-o", "--data", "--passphrase-file", "--into", "--update"]);
const switches = new Set([
  "--yes",
  "-y",
  "--json",
  "--list",
  "--keep-secrets",
  "--no-link",
  "--fetch-refs",
  "--theirs",
  "--remove",
]);

function optionsOf(words: readonly string[]): Options | string {
  let source: string | null = null;
  let out: string | null = null;
  let into: string | null = null;
  let data: string | null = null;
  let update: string | null = null;
  let folders: FolderRule = "tags";
  let passphraseFile: string | null = null;
  const pick = new Map<string, string>();
  const flags = new Set<string>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const [, name = word, inline] = /^(--[a-z-]+)=(.*)$/s.exec(word) ?? [];
    if (name === "--help" || name === "-h") return "help";
    if (paths.has(name)) {
      const value = inline ?? words[++at];
      if (value === undefined || value === "") return `${name} needs a path`;
      if (name === "--data") data = value;
      else if (name === "--passphrase-file") passphraseFile = value;
      else if (name === "--into") into = value;
      else if (name === "--update") update = value;
      else out = value;
    } else if (pickNames.includes(name)) {
      const value = inline ?? words[++at];
      if (value === undefined || value === "") return `${name} needs a value`;
      pick.set(name, value);
    } else if (name === "--folders") {
      const value = inline ?? words[++at];
      const rule = folderRules.find((one) => one === value);
      if (rule === undefined) return `--folders needs ${folderRules.join(", ")}`;
      folders = rule;
    } else if (switches.has(name)) {
      flags.add(name === "-y" ? "--yes" : name);
    } else if (word.startsWith("-") && word !== "-") return `unknown option ${word}`;
    else if (source === null) source = word;
    else return "import takes one file, folder or address";
  }
  if (source === null && update === null)
    return "import takes a file, a folder, an address or - for standard input";
  if ([out, into, update].filter((one) => one !== null).length > 1)
    return "import goes --out, --into or --update: only one of them";
  return {
    source,
    update,
    link: !flags.has("--no-link"),
    fetchRefs: flags.has("--fetch-refs"),
    theirs: flags.has("--theirs"),
    remove: flags.has("--remove"),
    out,
    into,
    data,
    passphraseFile,
    yes: flags.has("--yes"),
    folders,
    pick,
    list: flags.has("--list"),
    json: flags.has("--json"),
    keepSecrets: flags.has("--keep-secrets"),
  };
}
