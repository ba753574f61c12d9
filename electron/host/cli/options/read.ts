import { withConfigFiles } from "./config-file.ts";
import { type Parsed, parseOptions } from "./parse.ts";

/**
 * Options as they were typed, with those of config files, variables put in. `warn` hears what is odd but not wrong. Rejects with FailureError
 * for files that cannot be read and variables that cannot be.
 */
export async function readOptions(
  typed: readonly string[],
  warn: (text: string) => void,
): Promise<Parsed> {
  const words = await withConfigFiles(typed);
  const uses = words.some((word) => /^--(?:variable|expand-)/.test(word));
  if (!uses) return parseOptions(words, { warn });
  const { commandVariables } = await import("./variables.ts");
  return parseOptions(words, { warn, variables: commandVariables(process.env, warn) });
}
