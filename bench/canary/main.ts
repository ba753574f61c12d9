import { tmpdir } from "node:os";
import { trialIn } from "./trial.ts";

// `npm run canary [-- --json]`: goal A6. Exit code 1: a secret was found in plain outside the store, or a file others may read.

const outcome = await trialIn(tmpdir(), { printed: 10, browser: true });
if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
else {
  const { canaries, sent, exchanges, files, answers, found, open, browserFiles } = outcome;
  process.stdout.write(
    [
      `${canaries} canaries, ${sent} of them seen by the server as they are, in ${exchanges} exchanges`,
      `${files} files and ${answers} answers to the page searched, each in 15 encodings`,
      `${outcome.printed} runs of envoi, ${outcome.printedWell} of them well, and all they printed`,
      browserFiles === null
        ? "skipped: no browser, or the page is not built (npm run build)"
        : `a browser's page, address, storage and the ${browserFiles} files of its profile`,
      `${found.length} found in plain outside the store`,
      ...found.map(({ canary, form, place }) => `  ${canary}: ${form}, in ${place}`),
      `${open.length} files of app data that others may read`,
      ...open.map((file) => `  ${file}`),
      "",
    ].join("\n"),
  );
}
process.exitCode = outcome.found.length + outcome.open.length === 0 ? 0 : 1;
