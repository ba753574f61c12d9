import { withConfigFiles } from "./config-file.ts";
import { type Parsed, parseOptions } from "./parse.ts";

/**
 * Options as they were typed, with those of config files, variables put in, and the URLs of files. `warn` hears what is odd but not wrong. Rejects with FailureError
 * for files that cannot be read and variables that cannot be.
 */
export async function readOptions(
  typed: readonly string[],
  warn: (text: string) => void,
): Promise<Parsed> {
  const words = await withConfigFiles(typed);
  const uses = words.some((word) => /^--(?:variable|expand-)/.test(word));
  const variables = uses
    ? (await import("./variables.ts")).commandVariables(process.env, warn)
    : undefined;
  const parsed = parseOptions(words, { warn, ...(variables === undefined ? {} : { variables }) });
  if (parsed.kind === "bad" || parsed.operations.every(({ listed }) => listed === undefined))
    return parsed;
  return await (await import("./url-file.ts")).withUrlFiles(parsed);
}
