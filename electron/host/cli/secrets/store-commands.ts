import path from "node:path";
import { FailureError } from "../../../../shared/model/failure.ts";
import type { SecretStoreState } from "../../../../shared/model/secret-store.ts";
import { openTokenStore } from "../../../oauth2/token-store.ts";
import type { SecretCommand } from "./command.ts";
import {
  dataFolderOf,
  type Machine,
  machineToRead,
  machineToWrite,
  unlockMachine,
} from "./machine.ts";
import { newPassphraseFrom, passphraseFrom } from "./passphrase.ts";
import type { Terminal } from "./terminal.ts";
import { type SecretWords, sourceOf } from "./words.ts";

/** What `envoi secrets` does with the store itself. */
export const storeCommands: Readonly<Record<string, SecretCommand>> = {
  async status(words, terminal) {
    const machine = await machineToRead(dataFolderOf(words.data));
    const state = machine?.vault.state.get() ?? null;
    terminal.out(words.json ? `${JSON.stringify(state)}\n` : `${sentenceOf(state)}\n`);
  },

  async use(words, terminal) {
    const [kind = "", keyFile = ""] = words.names;
    await changing(words, terminal, async ({ vault }) => {
      if (kind === "passphrase") {
        // Where there is a passphrase already the file holds that one; the new one has variables of its own.
        const file = vault.state.get().kind === "passphrase" ? null : words.passphraseFile;
        const passphrase = await newPassphraseFrom({ ...sourceOf(words, terminal), file });
        if (passphrase === null) throw nobodyToAsk();
        await vault.choose({ kind: "passphrase", passphrase });
      } else if (kind === "key-file") {
        await vault.choose({
          kind: "key-file",
          file: keyFile === "" ? "" : path.resolve(terminal.folder, keyFile),
        });
      } else throw usage("secrets use takes passphrase or key-file.");
      terminal.out(`${sentenceOf(vault.state.get())}\n`);
    });
  },

  async unlock(words, terminal) {
    const machine = await machineToRead(dataFolderOf(words.data));
    if (machine === null) throw noStore();
    const { kind, problem } = machine.vault.state.get();
    if (problem !== null) throw new FailureError(problem);
    if (kind !== "passphrase") throw usage("This secret store has no passphrase.");
    const source = sourceOf(words, terminal);
    const passphrase = await passphraseFrom(source, "Passphrase of the secret store: ");
    if (passphrase === null) throw nobodyToAsk();
    await machine.vault.unlock(passphrase, true);
    terminal.out("Unlocked until you log out, or until envoi secrets lock.\n");
  },

  async lock(words, terminal) {
    const machine = await machineToRead(dataFolderOf(words.data));
    if (machine === null) throw noStore();
    await machine.vault.lock();
    terminal.out("Locked.\n");
  },

  async rotate(words, terminal) {
    await changing(words, terminal, async ({ vault }) => {
      await vault.rotate();
      terminal.out("Every value is sealed with a new key.\n");
    });
  },
};

/** Takes the store, unlocked, with everything it seals, and gives it back. */
async function changing(
  words: SecretWords,
  terminal: Terminal,
  work: (machine: Machine) => Promise<void>,
): Promise<void> {
  const machine = await machineToWrite(dataFolderOf(words.data), terminal.cost);
  try {
    await unlockMachine(machine.vault, sourceOf(words, terminal));
    // Its tokens are sealed anew together with the values.
    await openTokenStore(machine.data, machine.vault);
    await work(machine);
  } finally {
    await machine.release();
  }
}

function sentenceOf(state: SecretStoreState | null): string {
  if (state === null) return "Nothing is kept on this machine yet.";
  const { message = "", remedy = "" } = state.problem ?? {};
  if (state.problem?.code === "secret-store-damaged") return `${message} ${remedy}`;
  const problem = state.problem === null ? "" : ` ${message} ${remedy}`.trimEnd();
  switch (state.kind) {
    case "keychain":
      return `Kept by the system's keychain, for the desktop app.${problem}`;
    case "key-file":
      return `Kept under a key file: ${state.keyFile ?? ""}.${problem}`;
    case "passphrase":
      return `Kept under a passphrase; ${state.locked ? "locked" : "unlocked"}.${problem}`;
  }
}

function noStore(): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "no-secret-store",
    message: "Nothing is kept on this machine yet.",
    remedy: "Keep a first value with envoi secrets set, or choose how with envoi secrets use.",
  });
}

function nobodyToAsk(): FailureError {
  return new FailureError({
    kind: "input",
    code: "passphrase-missing",
    message: "There is no terminal to ask for a passphrase.",
    remedy:
      "Set ENVOI_NEW_PASSPHRASE_FILE for a new one, --passphrase-file or ENVOI_PASSPHRASE_FILE for the present one.",
  });
}

function usage(message: string): FailureError {
  return new FailureError({
    kind: "input",
    code: "secrets-usage",
    message,
    remedy: "Try envoi secrets --help.",
  });
}
