import { useStore } from "zustand";
import type { GitMark, GitView } from "../../../shared/model/git.ts";
import { useApp } from "../../app/app.ts";
import { placeId } from "../sidebar/rows.ts";

/** What stands beside a name. `below`: something in the folder differs. */
export type PlaceMark = GitMark | "below";

/** One letter for each mark, as git says it. */
export const letters: Readonly<Record<PlaceMark, string>> = {
  changed: "M",
  added: "A",
  untracked: "U",
  deleted: "D",
  conflicted: "!",
  ignored: "",
  below: "•",
};

/** The marks of all places, by the id of their row. */
export function useMarks(): ReadonlyMap<string, PlaceMark> {
  const app = useApp();
  return placeMarks(useStore(app.git, (state) => state.value));
}

function placeMarks({ collections }: GitView): ReadonlyMap<string, PlaceMark> {
  const marks = new Map<string, PlaceMark>();
  for (const [id, { marks: files }] of Object.entries(collections))
    for (const [file, mark] of Object.entries(files)) {
      const place = file.replace(/(?:^|\/)(?:folder|opencollection)\.yml$/, "");
      if (place !== "" || mark === "conflicted") marks.set(placeId(id, place), mark);
      if (mark === "ignored") continue;
      for (let at = place.lastIndexOf("/"); at > 0; at = place.lastIndexOf("/", at - 1)) {
        const folder = placeId(id, place.slice(0, at));
        if (mark === "conflicted") marks.set(folder, "conflicted");
        else if (!marks.has(folder)) marks.set(folder, "below");
      }
    }
  return marks;
}

/** The files that differ, conflicts first. */
export function changedFiles(
  files: Readonly<Record<string, GitMark>>,
): readonly (readonly [path: string, mark: GitMark])[] {
  const order = ["conflicted", "changed", "added", "deleted", "untracked"];
  return Object.entries(files)
    .filter(([, mark]) => mark !== "ignored")
    .sort(
      ([left, one], [right, other]) =>
        order.indexOf(one) - order.indexOf(other) || (left < right ? -1 : 1),
    );
}
