import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GitSide } from "../../../shared/contract/index.ts";
import { FailureError, toFailure } from "../../../shared/model/failure.ts";
import type { GitMark, GitState } from "../../../shared/model/git.ts";
import { requestDiff, type RequestDifference } from "../../../shared/model/request-diff.ts";
import { locate } from "../../collections/paths.ts";
import { readTextFile } from "../../collections/read-file.ts";
import { gitState, headText, sideOf } from "../../git/look.ts";
import { findRepository } from "../../git/repository.ts";
import { gitIsInstalled } from "../../git/run-git.ts";
import { exitCodeOf, exitCodes } from "./exit-code.ts";
import { type NamedPlace, namedPlaces } from "./named-collections.ts";
import { differenceLines, fileLines } from "./output/change-lines.ts";
import { oneLine } from "./output/one-line.ts";
import { ownPrinting, type Printing } from "./output/printing.ts";
import { shownPath } from "./output/shown-path.ts";
import { commandWords } from "./words.ts";

const help = `envoi changes [collection | workspace | folder | file]... [options]

  -s, --short      The files alone, with their marks
      --file       Compare the text of files, also of those that are requests
      --json       Print everything as JSON
      --exit-code  Exit code 1 when there are changes

What differs from the last commit of git: M changed, A added, U not in git, D deleted, ! conflict. Of a request what it
says is compared: method, URL, headers, parameters, body, auth, variables, settings; of other files the text. git is
only read, and without the repository's own configuration.

Exit codes: 0 compared; 1 there are changes (--exit-code); 2 bad options; 26 no git, no repository, or not read.
`;

const spec = {
  flags: ["--short", "--file", "--json", "--exit-code", "--help"],
  values: [],
  short: { "-s": "--short", "-h": "--help" },
} as const;

type ShownMark = Exclude<GitMark, "ignored">;
const letters: Readonly<Record<ShownMark, string>> = {
  changed: "M",
  added: "A",
  untracked: "U",
  deleted: "D",
  conflicted: "!",
};

/** A file that differs. */
interface Change {
  readonly path: string;
  readonly mark: ShownMark;
  readonly head: GitSide | null;
  readonly now: GitSide | null;
  /** null: one of the sides is no request. */
  readonly differences: readonly RequestDifference[] | null;
}

/** `envoi changes`: what differs from the last commit, gives the exit code. */
export async function changesCommand(
  typed: readonly string[],
  printing: Printing = ownPrinting,
): Promise<number> {
  const words = commandWords(typed, spec);
  if (typeof words === "string") {
    printing.err(`envoi: ${words}\nTry envoi changes --help\n`);
    return exitCodes.usage;
  }
  if (words.flags.has("--help")) {
    printing.out(help);
    return exitCodes.ok;
  }
  try {
    return await run(words.rest.length === 0 ? ["."] : words.rest, words.flags, printing);
  } catch (thrown) {
    const failure = toFailure(thrown);
    const place = failure.place === undefined ? "" : ` (${oneLine(failure.place)})`;
    printing.err(`envoi: ${failure.message}${place} ${failure.remedy ?? ""}\n`);
    return failure.kind === "not-found" ? exitCodes.read : exitCodeOf(failure);
  }
}

async function run(
  given: readonly string[],
  flags: ReadonlySet<string>,
  { out, err }: Printing,
): Promise<number> {
  if (!(await gitIsInstalled()))
    throw new FailureError({
      kind: "not-found",
      code: "no-git",
      message: "git is not installed here.",
      remedy: "Install it: Envoi reads repositories through it.",
    });
  const places = await namedPlaces(given, (text) => err(`envoi: ${oneLine(text)}\n`));
  // git's files of ours, gone afterwards.
  const own = await mkdtemp(join(tmpdir(), "envoi-changes-"));
  try {
    const told: unknown[] = [];
    let count = 0;
    for (const place of places) {
      const state = await stateOf(own, place);
      const changes = await changesOf(own, place, state, flags.has("--short"));
      count += changes.length;
      if (flags.has("--json")) told.push(jsonOf(place, state, changes));
      else {
        if (places.length > 1 || changes.length === 0) out(headLine(place, state, changes.length));
        for (const change of changes) out(textOf(place, change, flags));
        if (state.cut) err("envoi: there are more than are listed.\n");
      }
    }
    if (flags.has("--json")) out(`${JSON.stringify(told, null, 2)}\n`);
    return count > 0 && flags.has("--exit-code") ? 1 : exitCodes.ok;
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

async function stateOf(own: string, { collectionId: root }: NamedPlace): Promise<GitState> {
  const repository = await findRepository(root);
  if (repository !== null) return gitState(own, repository, root);
  throw new FailureError({
    kind: "not-found",
    code: "no-repository",
    message: "The collection is in no git repository that belongs to you.",
    remedy: "Make one with git init.",
    place: root,
  });
}

async function changesOf(
  own: string,
  { collectionId: root, path }: NamedPlace,
  state: GitState,
  short: boolean,
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const [item, mark] of Object.entries(state.marks)) {
    if (mark === "ignored") continue;
    if (path !== "" && item !== path && !item.startsWith(`${path}/`)) continue;
    if (short) {
      changes.push({ path: item, mark, head: null, now: null, differences: null });
      continue;
    }
    const head = sideOf(await headText(own, root, item));
    const now = sideOf(await textNow(root, item));
    const [before, after] = [head?.request ?? null, now?.request ?? null];
    const differences = before === null || after === null ? null : requestDiff(before, after);
    changes.push({ path: item, mark, head, now, differences });
  }
  return changes.toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

/** null: it is not there, or is no file of a collection (git lists pictures and hidden files too). */
async function textNow(root: string, item: string): Promise<string | null> {
  try {
    return (await readTextFile(await locate(root, item, "file"), item)).text;
  } catch {
    return null;
  }
}

function headLine({ collectionId }: NamedPlace, state: GitState, count: number): string {
  const branch = state.branch ?? state.commit ?? "no commit";
  const said = count === 0 ? "no changes" : `${count} changed`;
  return `${shownPath(collectionId, "")} (${oneLine(branch)}): ${said}\n`;
}

function textOf(
  { collectionId }: NamedPlace,
  { path, mark, head, now, differences }: Change,
  flags: ReadonlySet<string>,
): string {
  const request = (now ?? head)?.request ?? null;
  const told = request === null ? "" : `  ${request.method} ${request.url}`;
  const line = `${letters[mark]} ${shownPath(collectionId, path)}${oneLine(told)}\n`;
  if (flags.has("--short") || mark === "untracked" || mark === "added" || mark === "deleted")
    return line;
  const asText = flags.has("--file") || differences === null || differences.length === 0;
  const lines = asText
    ? fileLines(head?.text ?? "", now?.text ?? "")
    : differenceLines(differences);
  return line + lines.map((text) => `    ${text}`.trimEnd() + "\n").join("");
}

function jsonOf({ collectionId, path }: NamedPlace, state: GitState, changes: readonly Change[]) {
  return {
    collection: collectionId,
    path,
    branch: state.branch,
    commit: state.commit,
    cut: state.cut,
    files: changes.map((change) => ({
      path: change.path,
      mark: change.mark,
      differences: change.differences,
    })),
  };
}
