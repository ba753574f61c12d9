/** One option of `envoi send`, under curl's name where curl has one. */
export interface OptionSpec {
  readonly long: string;
  readonly short?: string;
  /** Placeholder of its value; absent: a switch. */
  readonly value?: string;
  /** True: a switch that is on by itself and is written `--no-<long>`. */
  readonly on?: true;
  readonly help: string;
}

/** Options that belong together, as `--help` shows them. */
export interface OptionGroup {
  /** The word `--help` takes. */
  readonly name: string;
  readonly title: string;
  readonly options: readonly OptionSpec[];
}
