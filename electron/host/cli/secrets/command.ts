import { toFailure } from "../../../../shared/model/failure.ts";
import { exitCodeOf, exitCodes } from "../exit-code.ts";
import { providerCommands } from "./provider-commands.ts";
import { sharedCommands } from "./shared-commands.ts";
import { storeCommands } from "./store-commands.ts";
import { valueCommands } from "./value-commands.ts";
import { ownTerminal, type Terminal } from "./terminal.ts";
import { type SecretWords, secretWords } from "./words.ts";

/** One command of `envoi secrets`: prints what it has to say. Rejects with FailureError. */
export type SecretCommand = (words: SecretWords, terminal: Terminal) => Promise<void>;

const commands: Readonly<Record<string, SecretCommand>> = {
  ...storeCommands,
  ...valueCommands,
  ...providerCommands,
  ...sharedCommands,
};

/** What `envoi secrets --help` prints. */
const help = `envoi secrets <command> [options]

Values (of a collection's secret variables, kept on this machine):
  list                     Secret variables, and where each gets its value from
  set NAME                 Keep a value: asked for, or from --value-file FILE (- for standard input)
  get NAME                 Print a value
  remove NAME              Forget a value

Values a program of this machine gives, when a request that uses them is sent:
  provider                 Which program gives which
  provider set NAME 1password REFERENCE
                           op read REFERENCE, which begins with op://
  provider set NAME bitwarden ITEM
                           bw get password ITEM; --field username, totp or notes for another
  provider set NAME pass ENTRY
                           The first line of pass show ENTRY
  provider set NAME exec -- PROGRAM [ARGUMENT...]
                           What a program prints; no shell reads it
  provider remove NAME     The program is asked no more
  provider try NAME        Ask it now, and say whether a value came

Values shared in the collection's folder, encrypted with age:
  share NAME               Encrypt a value for the team: this machine's, or from --value-file FILE
  unshare NAME             Take it out of the file
  recipients               Who can open them
  recipients add KEY       Somebody who can from now on; --label NAME says who
  recipients remove KEY    Somebody who cannot from now on (KEY or label)
  encrypt                  Encrypt every value anew for those listed, after a merge
  identity                 This machine's public key; makes the key when there is none
  identity import FILE     Keep an identity of age-keygen in this machine's store

The store:
  status                   How this machine keeps secrets
  use passphrase           Keep them under a passphrase from now on; also changes the passphrase
  use key-file [FILE]      Keep them under a key file
  unlock                   For the rest of your session on this machine
  lock                     Forget the passphrase again
  rotate                   A new key; every value is sealed anew

Options:
  --collection DIR         Default: the collection the current folder is in; a workspace's folder: its globals
  --env NAME               An environment of it; without it the collection's own secret variables
  --passphrase-file FILE   Unlocks the store; also ENVOI_PASSPHRASE_FILE, ENVOI_PASSPHRASE, or asked for
  --field NAME             Of a Bitwarden item: password (default), username, totp, notes
  --identity-file FILE     An age identity for this run; also ENVOI_AGE_IDENTITY_FILE
  --data DIR               Envoi's data folder
  --json                   Print list and status as JSON

A value can also come from the environment, before every store: ENVOI_SECRET_API_TOKEN is that of
api_token or api-token. Values and passphrases are never taken from the command line itself.

Exit codes: 0 done; 2 bad options; 23 not written; 26 not there, or not read; 130 interrupted.
`;

/** `envoi secrets`: gives the exit code. */
export async function secretsCommand(
  typed: readonly string[],
  terminal: Terminal = ownTerminal,
): Promise<number> {
  const words = secretWords(typed);
  if (words === "help") {
    terminal.out(help);
    return exitCodes.ok;
  }
  if (typeof words === "string") return complain(words, terminal);
  const command = Object.hasOwn(commands, words.command) ? commands[words.command] : undefined;
  if (command === undefined) return complain(`unknown command secrets ${words.command}`, terminal);
  try {
    await command(words, terminal);
    return exitCodes.ok;
  } catch (thrown) {
    const failure = toFailure(thrown);
    const place = failure.place === undefined ? "" : ` (${failure.place})`;
    terminal.err(`envoi: ${failure.message}${place} ${failure.remedy ?? ""}\n`);
    if (failure.code === "secrets-usage") return exitCodes.usage;
    return failure.kind === "input" ? exitCodes.read : exitCodeOf(failure);
  }
}

function complain(message: string, terminal: Terminal): number {
  terminal.err(`envoi: ${message}\nTry envoi secrets --help\n`);
  return exitCodes.usage;
}
