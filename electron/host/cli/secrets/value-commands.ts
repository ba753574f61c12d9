import { readFile } from "node:fs/promises";
import path from "node:path";
import {
  parseSharedSecrets,
  sharedSecretsFile,
} from "../../../../shared/formats/shared-secrets/file.ts";
import { FailureError } from "../../../../shared/model/failure.ts";
import { storageFailure } from "../../../base/storage-failure.ts";
import { openRegistry, type Registry } from "../../../collections/registry.ts";
import { providerText } from "../../../../shared/model/secret-provider.ts";
import { askProgram } from "../../../secrets/providers/ask-program.ts";
import { openProviderStore } from "../../../secrets/providers/store.ts";
import { createSharedStore } from "../../../secrets/shared-secrets.ts";
import { joinSources, secretVariable, storeSource } from "../../../secrets/sources.ts";
import type { SecretCommand } from "./command.ts";
import {
  dataFolderOf,
  type Machine,
  machineToRead,
  machineToWrite,
  unlockMachine,
} from "./machine.ts";
import { firstLine } from "./passphrase.ts";
import { namedIdentities, nothingKept } from "./identities.ts";
import { checkEnvironment, idToKeep, knownId, secretNames, secretsFolder } from "./place.ts";
import type { Terminal } from "./terminal.ts";
import { oneName, type SecretWords, sourceOf } from "./words.ts";

/** What `envoi secrets` does with values. */
export const valueCommands: Readonly<Record<string, SecretCommand>> = {
  async list(words, terminal) {
    const root = await secretsFolder(words, terminal.folder);
    await checkEnvironment(root, words.environment);
    const names = await secretNames(root, words.environment);
    const data = dataFolderOf(words.data);
    const id = (await knownId(await openRegistry(data), root)) ?? "";
    const providers = await openProviderStore(data);
    const program = (name: string): string | null => {
      const provider = providers.of(id, words.environment, name);
      return provider === null ? null : `${provider.kind} ${providerText(provider)}`;
    };
    const kept = new Set(await keptNames(words, root));
    const shared = await sharedNames(root, words.environment);
    const rows = names.map((name) => ({
      name,
      from:
        terminal.environment[secretVariable(name)] !== undefined
          ? secretVariable(name)
          : (program(name) ??
            (kept.has(name) ? "this machine" : shared.includes(name) ? "the shared file" : null)),
    }));
    if (words.json) {
      terminal.out(`${JSON.stringify(rows)}\n`);
      return;
    }
    const width = Math.max(0, ...names.map((name) => name.length)) + 2;
    for (const { name, from } of rows) terminal.out(`${name.padEnd(width)}${from ?? "no value"}\n`);
  },

  async set(words, terminal) {
    const name = oneName(words);
    const root = await secretsFolder(words, terminal.folder);
    await checkEnvironment(root, words.environment);
    await checkName(root, words.environment, name);
    const value = await givenValue(words, name, terminal);
    await changing(words, terminal, async ({ secrets }, registry) => {
      await secrets.set(await idToKeep(registry, root), words.environment, name, value);
    });
    terminal.out(`Kept on this machine: ${name}\n`);
  },

  async get(words, terminal) {
    const name = oneName(words);
    const root = await secretsFolder(words, terminal.folder);
    const data = dataFolderOf(words.data);
    const id = await knownId(await openRegistry(data), root);
    const provider = (await openProviderStore(data)).of(id ?? "", words.environment, name);
    if (provider !== null) {
      const { environment } = terminal;
      terminal.out(`${await askProgram(provider, name, { environment })}\n`);
      return;
    }
    const machine = await machineToRead(data);
    if (machine !== null) await unlockMachine(machine.vault, sourceOf(words, terminal));
    const kept = machine?.secrets ?? nothingKept;
    const shared = createSharedStore(kept, () => namedIdentities(words.identityFile, terminal));
    const sources = id === null ? [shared] : [storeSource(kept), shared];
    const place = { id: id ?? "", root, environment: words.environment };
    const { values, missing } = await joinSources(sources).open(place, [name]);
    const value = values.get(name);
    const why = missing.get(name);
    if (value === undefined) throw why === undefined ? noValue(name) : new FailureError(why);
    terminal.out(`${value}\n`);
  },

  async remove(words, terminal) {
    const name = oneName(words);
    const root = await secretsFolder(words, terminal.folder);
    if (!(await keptNames(words, root)).includes(name)) throw noValue(name);
    await changing(words, terminal, async ({ secrets }, registry) => {
      await secrets.remove(await idToKeep(registry, root), words.environment, name);
    });
    terminal.out(`Forgotten on this machine: ${name}\n`);
  },
};

async function sharedNames(root: string, environment: string): Promise<readonly string[]> {
  try {
    const text = await readFile(path.join(root, sharedSecretsFile(environment)), "utf8");
    return [...parseSharedSecrets(text).values.keys()];
  } catch {
    return [];
  }
}

async function keptNames(words: SecretWords, root: string): Promise<readonly string[]> {
  const machine = await machineToRead(dataFolderOf(words.data));
  if (machine === null) return [];
  const id = await knownId(await openRegistry(machine.data), root);
  return id === null ? [] : await machine.secrets.names(id, words.environment);
}

async function changing(
  words: SecretWords,
  terminal: Terminal,
  work: (machine: Machine, registry: Registry) => Promise<void>,
): Promise<void> {
  const machine = await machineToWrite(dataFolderOf(words.data));
  try {
    await unlockMachine(machine.vault, sourceOf(words, terminal));
    await work(machine, await openRegistry(machine.data));
  } finally {
    await machine.release();
  }
}

/** A value for a name no file declares would never be used. */
export async function checkName(root: string, environment: string, name: string): Promise<void> {
  const names = await secretNames(root, environment);
  if (names.includes(name)) return;
  throw new FailureError({
    kind: "not-found",
    code: "secret-not-declared",
    message: "There is no secret variable of that name here.",
    place: name,
    remedy:
      names.length === 0
        ? "Declare it first: `- secret: true` and its name among the variables."
        : `There are: ${names.join(", ")}.`,
  });
}

/** The value of `--value-file`, of the terminal or of standard input. Rejects with FailureError. */
export async function givenValue(
  { valueFile }: SecretWords,
  name: string,
  terminal: Terminal,
): Promise<string> {
  const value =
    valueFile === null
      ? ((await terminal.ask(`Value of ${name}: `)) ?? textIn(await terminal.input()))
      : await textOf(valueFile, terminal);
  if (value !== "") return value;
  throw new FailureError({
    kind: "input",
    code: "secret-empty",
    message: "There is no value to keep.",
    remedy: "Type it, or give it with --value-file FILE or on standard input.",
    place: name,
  });
}

async function textOf(file: string, { folder, input }: Terminal): Promise<string> {
  if (file === "-") return textIn(await input());
  return textIn(
    await readFile(path.resolve(folder, file)).catch((error: unknown) => {
      throw storageFailure(error, file);
    }),
  );
}

/** What has one line is that line; what has several (a key in PEM) is all of them. */
function textIn(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("utf8");
  return /\n[^]*\S/.test(text) ? text : firstLine(text);
}

function noValue(name: string): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "secret-missing",
    message: "This machine has no value for that secret.",
    place: name,
    remedy: "Keep one with envoi secrets set.",
  });
}
