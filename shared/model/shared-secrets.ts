/** What is known of the secrets that lie encrypted in a collection's folder. Never their values. */
export interface SharedSecretsView {
  /** Path inside the collection; null: there is no such file yet. */
  readonly file: string | null;
  readonly recipients: readonly {
    readonly key: string;
    readonly label: string;
    /** An identity of this machine. */
    readonly own: boolean;
  }[];
  readonly names: readonly string[];
  /** Names with two values after a merge. */
  readonly conflicts: readonly string[];
  readonly recipientConflict: boolean;
  /** Values that were not encrypted for just those on the list: a merge brought them together. */
  readonly stale: readonly string[];
}
