import { readStdin } from "../stdin.ts";
import { typedSecret } from "./passphrase.ts";

/** What a command reads and writes besides files. */
export interface Terminal {
  readonly environment: NodeJS.ProcessEnv;
  /** Where relative paths start. */
  readonly folder: string;
  /** What guessing a new passphrase costs (scrypt's N); the usual when absent. */
  readonly cost?: number;
  out(text: string): void;
  err(text: string): void;
  /** Standard input, whole. */
  input(): Promise<Buffer>;
  /** A line typed and not shown; null when there is nobody to ask. */
  ask(prompt: string): Promise<string | null>;
}

/** This process's own. */
export const ownTerminal: Terminal = {
  environment: process.env,
  folder: process.cwd(),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  input: readStdin,
  ask: typedSecret,
};
