import type { GitSide } from "../../shared/contract/index.ts";
import { kindOf } from "../../shared/formats/opencollection/info.ts";
import { readRequest } from "../../shared/formats/opencollection/request.ts";
import { isYamlMap } from "../../shared/formats/yaml/data.ts";
import { parseYaml } from "../../shared/formats/yaml/parse.ts";
import { isSendable, type ItemPath } from "../../shared/model/collection.ts";
import type { GitState } from "../../shared/model/git.ts";
import { childOf } from "../collections/paths.ts";
import { findRepository, readHead, type Repository } from "./repository.ts";
import { runGit } from "./run-git.ts";
import { parseStatus, prefixOf, statusWords } from "./status.ts";

/** What git says of a collection's folder. `privateFolder`: ours, for git's own files. Never rejects. */
export async function gitState(
  privateFolder: string,
  repository: Repository,
  root: string,
): Promise<GitState> {
  const head = await readHead(repository);
  const commit = head.commit?.slice(0, 8) ?? null;
  try {
    const printed = await runGit(privateFolder, repository, head, statusWords(root));
    const prefix = prefixOf(repository.top, root);
    return { branch: head.branch, commit, ...parseStatus(printed.toString("utf8"), prefix) };
  } catch {
    // Too large, damaged, or of a form this git does not read: the branch is known all the same.
    return { branch: head.branch, commit, marks: {}, cut: false };
  }
}

/** The text of a collection's file in the last commit; null: it is not there. Never rejects. */
export async function headText(
  privateFolder: string,
  root: string,
  item: ItemPath,
): Promise<string | null> {
  const repository = await findRepository(root);
  if (repository === null) return null;
  const head = await readHead(repository);
  if (head.commit === null) return null;
  const name = `${head.commit}:${childOf(prefixOf(repository.top, root), item)}`;
  return runGit(privateFolder, repository, head, ["cat-file", "blob", name]).then(
    (bytes) => bytes.toString("utf8"),
    () => null,
  );
}

/** A file's text as one side of a comparison. */
export function sideOf(text: string | null): GitSide | null {
  if (text === null) return null;
  try {
    const { data } = parseYaml(text);
    const sendable = isYamlMap(data) && isSendable(kindOf(data));
    return { text, request: sendable ? readRequest(data) : null };
  } catch {
    return { text, request: null };
  }
}
