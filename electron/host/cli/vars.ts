import { realpath, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, relative, resolve, sep } from "node:path";
import { type Failure, FailureError, toFailure } from "../../../shared/model/failure.ts";
import type { SurveyRow, VariableSurvey } from "../../../shared/model/variable-survey.ts";
import { createTreeCache } from "../../collections/read-node.ts";
import { readVariables } from "../../collections/read-variables.ts";
import { scanTree } from "../../collections/tree.ts";
import { createKeptValues } from "../../variables/kept-values.ts";
import { filesOf, readScans } from "../../variables/survey/read-scans.ts";
import { surveyOf } from "../../variables/survey/survey.ts";
import { defaultDataFolder } from "../../base/data-folder.ts";
import { exitCodeOf, exitCodes } from "./exit-code.ts";
import { collectionAbove } from "./collection-above.ts";
import { oneLine } from "./output/one-line.ts";
import { runWorkspace, type WorkspaceWords } from "./run-workspace.ts";

const help = `envoi vars <folder | file.yml> [--env NAME] [--unused] [--undefined] [--json]

  --env NAME     The environment whose .env.NAME is read too
  --workspace PATH, --global-env NAME, --globals FILE
                 Where globals come from, as in envoi send
  --unused       Only variables that nothing uses
  --undefined    Only names that are used and that nobody defines; exit code 1 when there are some
  --json         Everything as JSON

Lists every variable of a collection: name, value, where it is, how often it is used, what it hides.
Secrets are masked. Nothing is sent.
`;

interface Words {
  readonly folder: string;
  readonly environment: string | null;
  readonly workspace: WorkspaceWords;
  readonly flags: ReadonlySet<string>;
}

/** `envoi vars`: prints the variables of a collection to `out`, gives the exit code. */
export async function vars(
  typed: readonly string[],
  out: (text: string) => void = (text) => void process.stdout.write(text),
): Promise<number> {
  const words = wordsOf(typed);
  if (typeof words === "string") {
    process.stderr.write(`envoi: ${words}\nTry envoi vars --help\n`);
    return exitCodes.usage;
  }
  if (words.flags.has("--help")) {
    out(help);
    return exitCodes.ok;
  }
  try {
    const survey = await surveyAt(words);
    for (const problem of survey.problems) process.stderr.write(`envoi: ${problem}\n`);
    out(
      words.flags.has("--json")
        ? `${JSON.stringify(survey, null, 2)}\n`
        : textOf(survey, words.flags),
    );
    return words.flags.has("--undefined") && survey.undefined.length > 0 ? 1 : exitCodes.ok;
  } catch (thrown) {
    const failure = toFailure(thrown);
    process.stderr.write(`envoi: ${failure.message} ${failure.remedy ?? ""}\n`);
    return exitCodeOf(failure);
  }
}

async function surveyAt({ folder, environment, workspace }: Words): Promise<VariableSurvey> {
  const absolute = await realpath(resolve(folder)).catch(() => {
    throw noCollection(folder);
  });
  const isFolder = (await stat(absolute)).isDirectory();
  const root = await collectionAbove(isFolder ? resolve(absolute, "x") : absolute);
  if (root === null) throw noCollection(folder);
  const problems: string[] = [];
  const tree = await scanTree(root, createTreeCache());
  const scans = await readScans(root, filesOf(tree), new Map(), problems);
  const failures: Failure[] = [];
  const data = defaultDataFolder(process.platform, process.env, homedir());
  const around = await runWorkspace(workspace, { root, id: "", data }, (text) =>
    problems.push(text),
  );
  const globals = await around.globals(
    around.open?.folder ?? around.globalsFolder?.() ?? null,
    failures,
  );
  const given = await readVariables(
    { collection: { id: "", root }, layers: [], environment },
    {
      secrets: { open: async () => ({ values: new Map(), missing: new Map() }) },
      kept: createKeptValues(),
      globals: async () => null,
    },
    failures,
  );
  const survey = surveyOf({
    scans,
    environments: tree.environments,
    others: [
      ...(globals === null ? [] : [globals]),
      ...given.filter(({ scope }) => scope === "process"),
    ],
    // Which secrets have a value is what `envoi secrets` says: their store may be locked.
    hasValue: () => true,
    problems: [...problems, ...failures.map(({ message }) => message)],
  });
  const below = relative(root, absolute).split(sep).join("/");
  if (below === "" || below === basename("opencollection.yml")) return survey;
  // A folder or a file of the collection: what is defined there alone.
  const inside = (row: SurveyRow) =>
    (row.place?.kind === "request" || row.place?.kind === "defaults") &&
    (row.place.path === below || row.place.path.startsWith(`${below}/`));
  return { ...survey, rows: survey.rows.filter(inside) };
}

function textOf(survey: VariableSurvey, flags: ReadonlySet<string>): string {
  const rows = flags.has("--undefined")
    ? []
    : survey.rows.filter((row) => !flags.has("--unused") || (row.uses === 0 && !row.disabled));
  const lines = rows.map((row) => [
    row.name,
    valueOf(row),
    `${row.scope}${row.origin === "" ? "" : ` ${row.origin}`}`,
    row.disabled ? "off" : row.uses === 0 ? "unused" : String(row.uses),
    row.shadows.length === 0 ? "" : `hides ${row.shadows.join(", ")}`,
  ]);
  if (!flags.has("--unused"))
    for (const { name, uses } of survey.undefined)
      lines.push([name, "", "undefined", String(uses), ""]);
  const widths = [0, 1, 2, 3].map((at) =>
    Math.min(48, Math.max(0, ...lines.map((line) => (line[at] ?? "").length))),
  );
  return lines
    .map((line) => `${line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ")}`.trimEnd())
    .map((line) => `${line}\n`)
    .join("");
}

function valueOf(row: SurveyRow): string {
  if (row.secret) return "••••••";
  return oneLine(row.value.replaceAll(/\s+/g, " ").slice(0, 48));
}

const withValue = ["--env", "--workspace", "--global-env", "--globals"];

function wordsOf(typed: readonly string[]): Words | string {
  const flags = new Set<string>();
  const folders: string[] = [];
  const values = new Map<string, string>();
  for (let at = 0; at < typed.length; at += 1) {
    const word = typed[at] ?? "";
    const [, name = word, inline] = /^(--[a-z-]+)=(.*)$/s.exec(word) ?? [];
    if (withValue.includes(name)) {
      const value = inline ?? typed[(at += 1)] ?? "";
      if (value === "") return `${name} needs a value`;
      values.set(name, value);
    } else if (["--unused", "--undefined", "--json", "--help"].includes(word)) flags.add(word);
    else if (word.startsWith("-")) return `unknown option ${word}`;
    else folders.push(word);
  }
  if (folders.length > 1) return "vars takes one folder or file";
  return {
    folder: folders[0] ?? ".",
    environment: values.get("--env") ?? null,
    workspace: {
      workspace: values.get("--workspace"),
      globalEnv: values.get("--global-env"),
      globals: values.get("--globals"),
    },
    flags,
  };
}

function noCollection(folder: string): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "not-a-collection",
    message: "There is no collection here.",
    remedy: "Give the folder that holds an opencollection.yml, or a file in it.",
    place: basename(folder),
  });
}
