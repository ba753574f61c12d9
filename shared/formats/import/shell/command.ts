/** A command as a shell would start it. */
export interface ShellCommand {
  /** Words with quotes taken away; the first is the program. Shell variables became `{{NAME}}`. */
  readonly words: readonly string[];
  /** What it reads from standard input; null when nothing is said. */
  readonly stdin: { readonly kind: "file" | "text"; readonly value: string } | null;
  /** Line it begins on, from 1. */
  readonly line: number;
  /** The comment right above it, without its mark; "" when there is none. */
  readonly comment: string;
  /** What a shell would have worked out and nobody did: command substitutions. */
  readonly unknown: readonly string[];
}

/** Names of shell variables met, for the person to give them values. */
export type VariableNames = Set<string>;

/** What the text itself gives shell variables. */
export type VariableValues = Map<string, string>;
