import type { SafeStorage } from "electron";
import { FailureError } from "../../../shared/model/failure.ts";
import type { Sealer } from "../../secrets/sealer.ts";

/** Seals secrets with the system's keychain. Throws FailureError `storage/keychain-…` instead of keeping anything plain. */
export interface KeychainSealer extends Sealer {
  /** True when the system keeps the key. When false, `seal` and `open` refuse. */
  available(): boolean;
}

type SafeStorageNeeds = Pick<
  SafeStorage,
  "isEncryptionAvailable" | "encryptString" | "decryptString"
> &
  Partial<Pick<SafeStorage, "getSelectedStorageBackend">>;

/**
 * @param platform on Linux, Electron may fall back to `basic_text`: a password everybody knows. That is not a keychain.
 */
export function keychainSealer(
  storage: SafeStorageNeeds,
  platform: NodeJS.Platform,
): KeychainSealer {
  const available = () => {
    if (!storage.isEncryptionAvailable()) return false;
    return platform !== "linux" || isRealKeyring(storage.getSelectedStorageBackend?.());
  };
  return {
    name: "keychain-1",
    available,
    seal: (plain) => {
      if (!available()) throw new FailureError(noKeychain);
      return storage.encryptString(plain);
    },
    open: (sealed) => {
      if (!available()) throw new FailureError(noKeychain);
      try {
        return storage.decryptString(Buffer.from(sealed));
      } catch (cause) {
        throw new FailureError(
          {
            kind: "storage",
            code: "keychain-unseal",
            message: "This secret was sealed by another keychain and cannot be opened here.",
            remedy: "Type the secret's value again.",
          },
          { cause },
        );
      }
    },
  };
}

function isRealKeyring(backend: string | undefined): boolean {
  return backend !== undefined && backend !== "basic_text" && backend !== "unknown";
}

const noKeychain = {
  kind: "storage",
  code: "keychain-missing",
  message: "This system offers no keychain, so the secret was not stored.",
  remedy:
    "Choose a passphrase in the settings under Secrets, or start a keyring such as GNOME Keyring or KWallet.",
} as const;
