import { type Failure, FailureError } from "../../shared/model/failure.ts";
import { shortestPassphrase } from "../../shared/model/secret-store.ts";

export const lockedFailure: Failure = {
  kind: "storage",
  code: "secrets-locked",
  message: "The secret store is locked.",
  remedy:
    "Unlock it with its passphrase: in the settings under Secrets, or with envoi secrets unlock.",
};

export const noKeyring: Failure = {
  kind: "storage",
  code: "no-keyring",
  message: "This system has no keyring, so no secret is kept yet.",
  remedy:
    "Choose a passphrase or a key file in the settings under Secrets; or start a keyring such as GNOME Keyring and open Envoi again.",
};

export function keyringGone(): FailureError {
  return new FailureError({
    kind: "storage",
    code: "keyring-gone",
    message:
      "The secrets of this machine are sealed by a keyring that is not there now. Without it they cannot be sealed by anything else.",
    remedy: "Start the keyring (GNOME Keyring, KWallet) and open Envoi again. Nothing was changed.",
  });
}

export function wrongPassphrase(): FailureError {
  return new FailureError({
    kind: "input",
    code: "passphrase-wrong",
    message: "This is not the passphrase of the secret store.",
    remedy:
      "Check the keyboard's language and Caps Lock. Nothing was changed, and you can try again as often as you like.",
    place: "passphrase",
  });
}

export function shortPassphrase(): FailureError {
  return new FailureError({
    kind: "input",
    code: "passphrase-short",
    message: `A passphrase has ${shortestPassphrase} characters at least.`,
    remedy: "Take several words.",
    place: "passphrase",
  });
}

export function noPassphrase(): FailureError {
  return new FailureError({
    kind: "input",
    code: "store-without-passphrase",
    message: "This secret store has no passphrase, so it is neither locked nor unlocked.",
    remedy: "Choose a passphrase for it first.",
  });
}

export function otherKey(file: string): FailureError {
  return new FailureError({
    kind: "storage",
    code: "key-file-other",
    message: "This key file is not the one the secret store was made with.",
    remedy: "Bring the right file back to its place. Nothing was changed.",
    place: file,
  });
}

export function relativeKeyFile(): FailureError {
  return new FailureError({
    kind: "input",
    code: "path-not-absolute",
    message: "The key file must be named by an absolute path.",
    place: "file",
  });
}

export function noKeychainHere(): FailureError {
  return new FailureError({
    kind: "storage",
    code: "keychain-missing",
    message: "The secrets are sealed by the system's keychain, which this program cannot use.",
    remedy:
      "Use the desktop app, choose a passphrase there, or give values by ENVOI_SECRET_ variables.",
  });
}
