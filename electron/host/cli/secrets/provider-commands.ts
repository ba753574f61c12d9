import { FailureError } from "../../../../shared/model/failure.ts";
import {
  bitwardenFields,
  providerText,
  type SecretProvider,
} from "../../../../shared/model/secret-provider.ts";
import { openRegistry } from "../../../collections/registry.ts";
import { askProgram } from "../../../secrets/providers/ask-program.ts";
import { openProviderStore, type ProviderStore } from "../../../secrets/providers/store.ts";
import type { SecretCommand } from "./command.ts";
import { dataFolderOf, machineToWrite } from "./machine.ts";
import { checkEnvironment, idToKeep, knownId, secretsFolder } from "./place.ts";
import type { Terminal } from "./terminal.ts";
import { checkName } from "./value-commands.ts";
import type { SecretWords } from "./words.ts";

/** `envoi secrets provider`: which program of this machine gives a secret its value. */
export const providerCommands: Readonly<Record<string, SecretCommand>> = {
  async provider(words, terminal) {
    const [verb, name = "", ...rest] = words.names;
    switch (verb) {
      case undefined:
        return await list(words, terminal);
      case "set":
        return await set(words, name, providerOf(rest, words.field), terminal);
      case "remove":
        if (name === "" || rest.length > 0) throw usage();
        await changing(words, terminal, async ({ store, id }) => {
          if (store.of(id, words.environment, name) === null) throw none(name);
          await store.remove(id, words.environment, name);
        });
        terminal.out(`No program gives it its value any more: ${name}\n`);
        return;
      case "try": {
        if (name === "" || rest.length > 0) throw usage();
        const { store, id } = await reading(words, terminal);
        const provider = id === null ? null : store.of(id, words.environment, name);
        if (provider === null) throw none(name);
        await askProgram(provider, name, { environment: terminal.environment });
        terminal.out(`It gives a value: ${name}\n`);
        return;
      }
      default:
        throw usage();
    }
  },
};

async function list(words: SecretWords, terminal: Terminal): Promise<void> {
  const { store, id } = await reading(words, terminal);
  const found = store
    .list()
    .filter((one) => one.collectionId === id && one.environment === words.environment)
    .map(({ name, provider }) => ({ name, ...provider }));
  if (words.json) {
    terminal.out(`${JSON.stringify(found)}\n`);
    return;
  }
  const width = Math.max(0, ...found.map(({ name }) => name.length)) + 2;
  for (const { name, ...provider } of found)
    terminal.out(`${name.padEnd(width)}${provider.kind}  ${providerText(provider)}\n`);
}

async function set(
  words: SecretWords,
  name: string,
  provider: SecretProvider,
  terminal: Terminal,
): Promise<void> {
  const root = await secretsFolder(words, terminal.folder);
  await checkEnvironment(root, words.environment);
  await checkName(root, words.environment, name);
  await changing(words, terminal, async ({ store, id }) => {
    await store.set({ collectionId: id, environment: words.environment, name, provider });
  });
  terminal.out(`Given by ${provider.kind} on this machine: ${name}\n`);
}

/** What was typed after the secret's name. Throws FailureError. */
function providerOf(typed: readonly string[], field: string): SecretProvider {
  const [kind, first, ...more] = typed;
  if (first === undefined) throw usage();
  if (kind === "exec") return { kind, program: first, args: more };
  if (more.length > 0) throw usage();
  switch (kind) {
    case "1password":
      return { kind, reference: first };
    case "bitwarden": {
      const known = bitwardenFields.find((one) => one === (field === "" ? "password" : field));
      if (known === undefined) throw usage();
      return { kind, item: first, field: known };
    }
    case "pass":
      return { kind, entry: first };
    default:
      throw usage();
  }
}

interface Providers<Id> {
  readonly store: ProviderStore;
  readonly id: Id;
}

async function reading(words: SecretWords, terminal: Terminal): Promise<Providers<string | null>> {
  const data = dataFolderOf(words.data);
  const root = await secretsFolder(words, terminal.folder);
  return {
    store: await openProviderStore(data),
    id: await knownId(await openRegistry(data), root),
  };
}

async function changing(
  words: SecretWords,
  terminal: Terminal,
  work: (providers: Providers<string>) => Promise<void>,
): Promise<void> {
  const root = await secretsFolder(words, terminal.folder);
  const machine = await machineToWrite(dataFolderOf(words.data), terminal.cost);
  try {
    const id = await idToKeep(await openRegistry(machine.data), root);
    await work({ store: await openProviderStore(machine.data), id });
  } finally {
    await machine.release();
  }
}

function none(name: string): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "secret-provider-none",
    message: "No program is named for that secret on this machine.",
    place: name,
    remedy: "Name one with envoi secrets provider set.",
  });
}

function usage(): FailureError {
  return new FailureError({
    kind: "input",
    code: "secrets-usage",
    message: "That is not how a provider is named.",
    remedy:
      "Write set NAME 1password op://vault/item/field, set NAME bitwarden ITEM, set NAME pass ENTRY, or set NAME exec -- PROGRAM ARGUMENTS.",
  });
}
