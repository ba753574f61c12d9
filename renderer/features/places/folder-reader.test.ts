import { expect, test } from "vitest";
import type { FolderListing } from "../../../shared/contract/index.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import { createFolderReader, type FolderState } from "./folder-reader.ts";

const listing = (path: string): FolderListing => ({
  path,
  parent: "/",
  collection: path === "/api",
  workspace: false,
  bruno: false,
  entries: [],
});

/** Answers when it is told to. */
function machine(takesFiles = false) {
  const waiting = new Map<string, (found: boolean) => void>();
  let state: FolderState = { listing: null, failure: null };
  const noFolder = new FailureError({ kind: "storage", code: "ENOTDIR", message: "A file." });
  const reader = createFolderReader(
    (path) =>
      new Promise((resolve, reject) =>
        waiting.set(path, (found) => {
          if (found) resolve(listing(path));
          else reject(path.endsWith(".bin") ? noFolder : new Error("gone"));
        }),
      ),
    (change) => (state = change(state)),
    takesFiles,
  );
  const answer = async (path: string, found: boolean) => {
    waiting.get(path)?.(found);
    await new Promise(setImmediate);
  };
  return {
    reader,
    answer,
    asked: () => [...waiting.keys()],
    shown: () => state.listing?.path,
    failure: () => state.failure,
  };
}

test("a first folder that is gone gives way to home", async () => {
  const { reader, answer, shown } = machine();
  const begun = reader.begin("/gone");
  await answer("/gone", false);
  await answer("", true);
  await begun;
  expect(shown()).toBe("");
});

test("a path that was typed while the first folder is looked for stays", async () => {
  const { reader, answer, asked, shown } = machine();
  const begun = reader.begin("/gone");
  const typed = reader.go("/api");
  await answer("/api", true);
  await answer("/gone", false);
  await begun;
  expect(await typed).toMatchObject({ collection: true });
  expect(shown()).toBe("/api");
  expect(asked()).toEqual(["/gone", "/api"]);
});

test("the last path that was typed counts, whichever answer comes first", async () => {
  const { reader, answer, shown } = machine();
  const both = [reader.go("/slow"), reader.go("/api")];
  await answer("/api", true);
  await answer("/slow", true);
  await Promise.all(both);
  expect(shown()).toBe("/api");
});

test.each([
  [true, "file", undefined],
  [false, null, "ENOTDIR"],
])("the path of a file is one where files are looked for (%s)", async (files, found, code) => {
  const { reader, answer, failure } = machine(files);
  const typed = reader.go("/a.bin");
  await answer("/a.bin", false);
  expect(await typed).toBe(found);
  expect(failure()?.code).toBe(code);
});
