import type { Failure } from "./failure.ts";

/** What keeps the key that seals this machine's secrets. */
export type SecretStoreKind = "keychain" | "key-file" | "passphrase";

/** How this machine's secrets are kept, as the page may see it. */
export interface SecretStoreState {
  readonly kind: SecretStoreKind;
  /** Values can neither be read nor written now. */
  readonly locked: boolean;
  /** Where the key lies; null unless `kind` is `key-file`. */
  readonly keyFile: string | null;
  /** The system offers a keychain to this host. */
  readonly keychain: boolean;
  /** Why it is locked though nobody locked it: a missing key file, a damaged store. */
  readonly problem: Failure | null;
}

/** What to keep the secrets with from now on. */
export type SecretStoreChoice =
  | { readonly kind: "keychain" }
  | { readonly kind: "passphrase"; readonly passphrase: string }
  /** An absolute path; "": in app data. Made when it is not there. */
  | { readonly kind: "key-file"; readonly file: string };

/** Characters a passphrase has at least. */
export const shortestPassphrase = 8;
