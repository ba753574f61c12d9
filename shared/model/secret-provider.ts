/** What fetches the value of a secret on this machine. A collection never says so: it names the secret, a person the program. */
export type SecretProvider =
  /** `op read`. The reference begins with `op://`. */
  | { readonly kind: "1password"; readonly reference: string }
  /** `bw get`. The item by its id or a name only one has. */
  | { readonly kind: "bitwarden"; readonly item: string; readonly field: BitwardenField }
  /** `pass show`. The first line is the value, as `pass -c` has it. */
  | { readonly kind: "pass"; readonly entry: string }
  /** What a program prints. An absolute path, or a name to look for in PATH. No shell reads it. */
  | { readonly kind: "exec"; readonly program: string; readonly args: readonly string[] };

export type SecretProviderKind = SecretProvider["kind"];

export type BitwardenField = (typeof bitwardenFields)[number];
export const bitwardenFields = ["password", "username", "totp", "notes"] as const;

/** Which secret a program gives its value to. */
export interface SecretProviderEntry {
  readonly collectionId: string;
  /** "": the collection's own secret variables and those of its folders. */
  readonly environment: string;
  readonly name: string;
  readonly provider: SecretProvider;
}

/** The command a provider is, as eyes may see it: references are no secrets. */
export function providerText(provider: SecretProvider): string {
  switch (provider.kind) {
    case "1password":
      return provider.reference;
    case "bitwarden":
      return `${provider.item} (${provider.field})`;
    case "pass":
      return provider.entry;
    case "exec":
      return [provider.program, ...provider.args].join(" ");
  }
}
