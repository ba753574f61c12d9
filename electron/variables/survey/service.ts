import { randomUUID } from "node:crypto";
import type { Handlers } from "../../../shared/contract/kinds.ts";
import type { VariablesContract } from "../../../shared/contract/variables.ts";
import type { CollectionId, ItemPath } from "../../../shared/model/collection.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import {
  isVariableName,
  type RenamedFile,
  type RenameInput,
  type RenamePreview,
  type VariableUse,
} from "../../../shared/model/variable-survey.ts";
import type { VariableSource } from "../../../shared/template/source.ts";
import { writeText } from "../../collections/file-edit.ts";
import { locate } from "../../collections/paths.ts";
import { readTextFile } from "../../collections/read-file.ts";
import type { CollectionStore } from "../../collections/store.ts";
import type { SecretSource } from "../../secrets/sources.ts";
import { filesOf, readScans, type ScanCache } from "./read-scans.ts";
import { changedLines, renameInText } from "./rename-text.ts";
import type { FileScan } from "./scan-file.ts";
import { surveyOf } from "./survey.ts";

export interface SurveyDeps {
  readonly store: CollectionStore;
  /** The values of a secret follow its new name, wherever they are kept. Rejects with FailureError. */
  renameSecret(id: CollectionId, from: string, to: string): Promise<void>;
  /** Everything that may give a secret its value. */
  readonly source: SecretSource;
  /** What is in no file of the collection: `.env`, globals, what was kept. */
  others(id: CollectionId, environment: string | null): Promise<readonly VariableSource[]>;
}

export type SurveyHandlers = Omit<Handlers<VariablesContract>, "globals.choose">;

interface Undo {
  readonly collectionId: CollectionId;
  readonly rename: Pick<RenameInput, "from" | "to">;
  readonly files: readonly {
    readonly path: ItemPath;
    readonly text: string;
    readonly hash: string;
  }[];
}

interface Plan extends RenamePreview {
  readonly changes: readonly {
    readonly path: ItemPath;
    readonly before: string;
    readonly after: string;
    readonly hash: string;
  }[];
}

/** Everything asked about the variables of a collection as a whole. Files are read when first asked, and again when they changed. */
export function createVariableSurvey(deps: SurveyDeps): SurveyHandlers {
  const caches = new Map<CollectionId, ScanCache>();
  const undos = new Map<string, Undo>();

  const scansOf = async (id: CollectionId, problems: string[]) => {
    const { root, tree } = deps.store.get(id);
    const cache: ScanCache = caches.get(id) ?? new Map();
    caches.set(id, cache);
    return await readScans(root, filesOf(tree), cache, problems);
  };
  const textOf = async (id: CollectionId, path: ItemPath) =>
    readTextFile(await locate(deps.store.get(id).root, path, "file"), path);

  const plan = async ({ collectionId, from, to }: RenameInput): Promise<Plan> => {
    const refused = (refusal: Plan["refusal"]): Plan => ({ files: [], changes: [], refusal });
    if (from.startsWith("process.env.")) return refused("not-here");
    if (!isVariableName(to)) return refused("bad-name");
    const scans = await scansOf(collectionId, []);
    const all = [...scans.values()];
    const defines = (name: string) => all.some((scan) => namesIn(scan).has(name));
    if (!defines(from)) return refused("no-such-name");
    // Also a name that is only used: it would get a value it did not have.
    if (defines(to) || all.some((scan) => scan.mentions.some(({ name }) => name === to)))
      return refused("taken");
    const rename = { from, to, parts: true };
    const changes: Plan["changes"][number][] = [];
    for (const [path, scan] of scans) {
      const { text, hash } = await textOf(collectionId, path);
      if (!namesIn(scan).has(from) && !text.includes(from)) continue;
      const after = renameInText(text, rename);
      if (after !== null) changes.push({ path, before: text, after, hash });
    }
    const files = changes.map(({ path, before, after }): RenamedFile => ({
      path,
      lines: changedLines(before, after),
    }));
    return { files, changes, refusal: null };
  };

  return {
    "variables.survey": async ({ collectionId, environment }) => {
      const problems: string[] = [];
      const scans = await scansOf(collectionId, problems);
      const { root, tree } = deps.store.get(collectionId);
      const { environments } = tree;
      const given = new Map<string, ReadonlySet<string>>();
      for (const environment of ["", ...environments]) {
        const place = { id: collectionId, root, environment };
        const { values, missing } = await deps.source.open(place, secretsIn(scans, environment));
        const there = [...missing].filter(([, { code }]) => givenLater.has(code));
        given.set(environment, new Set([...values.keys(), ...there.map(([name]) => name)]));
      }
      return surveyOf({
        scans,
        environments,
        others: await deps.others(collectionId, environment),
        hasValue: (place, name) => given.get(place)?.has(name) === true,
        problems,
      });
    },
    "variables.uses": async ({ collectionId, name }) => {
      const uses: VariableUse[] = [];
      for (const [path, scan] of await scansOf(collectionId, [])) {
        const here = scan.mentions.filter((one) => one.name === name || isPart(one.name, name));
        if (here.length === 0) continue;
        const lines = (await textOf(collectionId, path)).text.split(/\r?\n/);
        for (const { field, line } of here) {
          const text = (lines[line - 1] ?? "").trim().slice(0, 300);
          uses.push({ path, kind: scan.kind, title: scan.title, field, line, text });
        }
      }
      return uses;
    },
    "variables.previewRename": async (input) => {
      const { files, refusal } = await plan(input);
      return { files, refusal };
    },
    "variables.rename": async (input) => {
      const { collectionId, from, to } = input;
      const { changes, refusal } = await plan(input);
      if (refusal !== null) throw refusedRename(refusal);
      const collection = deps.store.get(collectionId);
      // First: where it fails (a merge that is not finished) nothing was changed.
      await deps.renameSecret(collectionId, from, to);
      const skipped: ItemPath[] = [];
      const files: Undo["files"][number][] = [];
      for (const { path, before, after, hash } of changes) {
        const result = await writeText(deps.store, collection, path, after, hash);
        if (result.kind === "conflict") skipped.push(path);
        else files.push({ path, text: before, hash: result.hash });
      }
      await deps.store.refresh(collectionId);
      const undoId = randomUUID();
      undos.set(undoId, { collectionId, rename: { from, to }, files });
      return { undoId, files: files.length, skipped };
    },
    "variables.undoRename": async ({ undoId }) => {
      const undo = undos.get(undoId);
      if (undo === undefined) throw notUndoable();
      const collection = deps.store.get(undo.collectionId);
      await deps.renameSecret(undo.collectionId, undo.rename.to, undo.rename.from);
      undos.delete(undoId);
      const skipped: ItemPath[] = [];
      for (const { path, text, hash } of undo.files) {
        const result = await writeText(deps.store, collection, path, text, hash);
        if (result.kind === "conflict") skipped.push(path);
      }
      await deps.store.refresh(undo.collectionId);
      return { skipped };
    },
  };
}

/** Why a secret has no value at this moment, though it has one. */
const givenLater: ReadonlySet<string> = new Set(["secret-not-fetched", "secrets-locked"]);

/** Names of the secret variables of an environment, or ("") of the collection, its folders and requests. */
function secretsIn(scans: ReadonlyMap<ItemPath, FileScan>, environment: string): readonly string[] {
  const names = [...scans.values()]
    .filter(({ kind, title }) => (kind === "environment" ? title : "") === environment)
    .flatMap(({ variables }) => variables.filter((row) => row.secret === true));
  return [...new Set(names.map(({ name }) => name))];
}

function namesIn(scan: FileScan): ReadonlySet<string> {
  return new Set([...scan.variables.map(({ name }) => name), ...scan.kept]);
}

function isPart(written: string, name: string): boolean {
  return written.startsWith(`${name}.`) || written.startsWith(`${name}[`);
}

function refusedRename(code: NonNullable<RenamePreview["refusal"]>): FailureError {
  return new FailureError({
    kind: "input",
    code: `rename-${code}`,
    message: "The variable cannot be renamed to this.",
    remedy: "Choose a name that is not used in this collection.",
  });
}

function notUndoable(): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "undo-gone",
    message: "This can no longer be taken back.",
  });
}
