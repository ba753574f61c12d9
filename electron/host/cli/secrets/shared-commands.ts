import path from "node:path";
import { FailureError } from "../../../../shared/model/failure.ts";
import { openRegistry } from "../../../collections/registry.ts";
import { createSharedStore, type SharedStore } from "../../../secrets/shared-secrets.ts";
import { importIdentities, shareValue, unshareValue } from "../../../secrets/sharing.ts";
import type { SecretPlace } from "../../../secrets/sources.ts";
import type { SecretCommand } from "./command.ts";
import { dataFolderOf, type Machine, machineToWrite, unlockMachine } from "./machine.ts";
import { namedIdentities } from "./identities.ts";
import { checkEnvironment, idToKeep, knownId, secretsFolder } from "./place.ts";
import type { Terminal } from "./terminal.ts";
import { givenValue } from "./value-commands.ts";
import { oneName, type SecretWords, sourceOf } from "./words.ts";

/** What `envoi secrets` does with values that lie encrypted in the collection. */
export const sharedCommands: Readonly<Record<string, SecretCommand>> = {
  async share(words, terminal) {
    const name = oneName(words);
    await sharing(words, terminal, async ({ shared, place, machine }) => {
      const { secrets } = machine;
      const kept = place.id === "" ? null : await secrets.open(place.id, words.environment);
      const value =
        words.valueFile === null ? kept?.values.get(name) : await givenValue(words, name, terminal);
      await shareValue(place, name, value ?? (await givenValue(words, name, terminal)), {
        shared,
        secrets,
      });
      const { recipients } = await shared.view(place);
      terminal.out(`Encrypted for ${recipients.length}: ${name}\n`);
    });
  },

  async unshare(words, terminal) {
    const name = oneName(words);
    await sharing(words, terminal, async ({ shared, place, machine }) => {
      const id = await idToKeep(await openRegistry(machine.data), place.root);
      await unshareValue({ ...place, id }, name, { shared, secrets: machine.secrets });
      terminal.out(`Taken out of the file: ${name}\n`);
    });
  },

  async recipients(words, terminal) {
    const [verb, key = ""] = words.names;
    await sharing(words, terminal, async ({ shared, place }) => {
      if (verb === "add") await shared.addRecipient(place, key, words.label);
      else if (verb === "remove") {
        await shared.removeRecipient(place, key);
        terminal.err(
          "envoi: What they could open before is still in git's history: change the values themselves too.\n",
        );
      } else if (verb !== undefined) throw usage();
      const { recipients } = await shared.view(place);
      if (words.json) terminal.out(`${JSON.stringify(recipients)}\n`);
      else
        for (const one of recipients)
          terminal.out(
            `${one.key}  ${[one.label, one.own ? "(this machine)" : ""].join(" ").trim()}\n`,
          );
    });
  },

  async encrypt(words, terminal) {
    await sharing(words, terminal, async ({ shared, place }) => {
      await shared.encryptAgain(place);
      terminal.out("Every value is encrypted for those listed.\n");
    });
  },

  async identity(words, terminal) {
    const [verb, file = ""] = words.names;
    await withMachine(words, terminal, async (machine) => {
      const shared = createSharedStore(machine.secrets);
      if (verb === "import") {
        await importIdentities(shared, path.resolve(terminal.folder, file));
      } else if (verb !== undefined) throw usage();
      for (const recipient of await shared.ownRecipients()) terminal.out(`${recipient}\n`);
    });
  },
};

interface Sharing {
  readonly shared: SharedStore;
  readonly place: SecretPlace;
  readonly machine: Machine;
}

async function sharing(
  words: SecretWords,
  terminal: Terminal,
  work: (sharing: Sharing) => Promise<void>,
): Promise<void> {
  const root = await secretsFolder(words, terminal.folder);
  await checkEnvironment(root, words.environment);
  await withMachine(words, terminal, async (machine) => {
    const shared = createSharedStore(machine.secrets, () =>
      namedIdentities(words.identityFile, terminal),
    );
    const id = (await knownId(await openRegistry(machine.data), root)) ?? "";
    await work({ shared, place: { id, root, environment: words.environment }, machine });
  });
}

async function withMachine(
  words: SecretWords,
  terminal: Terminal,
  work: (machine: Machine) => Promise<void>,
): Promise<void> {
  const machine = await machineToWrite(dataFolderOf(words.data), terminal.cost);
  try {
    await unlockMachine(machine.vault, sourceOf(words, terminal));
    await work(machine);
  } finally {
    await machine.release();
  }
}

function usage(): FailureError {
  return new FailureError({
    kind: "input",
    code: "secrets-usage",
    message: "That is not one of the commands of secrets.",
    remedy: "Try envoi secrets --help.",
  });
}
