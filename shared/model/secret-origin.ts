import type { SecretProviderKind } from "./secret-provider.ts";

/** Where a secret's value comes from on this machine: the first of these that has one gives it. */
export type SecretOrigin =
  /** An environment variable Envoi was started with. */
  | { readonly kind: "variable"; readonly variable: string }
  /** A program, when a request that uses it is sent. */
  | { readonly kind: "program"; readonly provider: SecretProviderKind; readonly text: string }
  /** This machine's store. */
  | { readonly kind: "machine" }
  /** The file of shared secrets. `readable`: for an identity of this machine. */
  | { readonly kind: "shared"; readonly readable: boolean }
  | { readonly kind: "none" };
