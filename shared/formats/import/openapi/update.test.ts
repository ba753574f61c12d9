import { describe, expect, test } from "vitest";
import { readDefaults } from "../../opencollection/defaults.ts";
import { patchRequest, readRequest } from "../../opencollection/request.ts";
import type { HttpRequest } from "../../../model/request.ts";
import { isYamlMap } from "../../yaml/data.ts";
import { parseYaml } from "../../yaml/parse.ts";
import { patchYaml } from "../../yaml/patch.ts";
import { onlyCollection } from "../import.testing.ts";
import type { ImportedCollection } from "../imported.ts";
import { findSecrets, moveSecrets } from "../secrets.ts";
import { writeCollection } from "../write.ts";
import { sealLinks, unlinked } from "./link.ts";
import { importApi } from "./openapi.testing.ts";
import { noChoices, planUpdate, type UpdateChoices, type UpdatePlan } from "./update.ts";

const list = {
  operationId: "list",
  summary: "List pets",
  tags: ["Pets"],
  parameters: [
    { name: "limit", in: "query", required: true, schema: { type: "integer", default: 10 } },
    { name: "X-Trace", in: "header", schema: { type: "string" } },
  ],
  responses: { 200: { description: "Pets", content: { "application/json": { example: [] } } } },
};
const add = {
  summary: "Add a pet",
  tags: ["Pets"],
  requestBody: { content: { "application/json": { example: { name: "Rex" } } } },
};
const paths = { "/pets": { get: list, post: add } };

const collectionOf = (description: object): ImportedCollection =>
  onlyCollection(importApi(description));

/** The collection on disk: texts by path. */
function written(description: object): Map<string, string> {
  const { files } = writeCollection(sealLinks(collectionOf(description), "../api.json"));
  return new Map(
    files.flatMap(({ path, content }) =>
      path.endsWith(".yml") && typeof content === "string" ? [[path, content]] : [],
    ),
  );
}

function edit(
  files: Map<string, string>,
  path: string,
  change: (request: HttpRequest) => HttpRequest,
): void {
  const text = files.get(path) ?? "";
  const { data } = parseYaml(text);
  files.set(path, patchYaml(text, patchRequest(data, change(readRequest(data)))).text);
}

function update(
  files: Map<string, string>,
  description: object,
  choices: Partial<UpdateChoices> = {},
): UpdatePlan {
  const next = collectionOf(description);
  const plan = planUpdate(files, next, next, "../api.json", { ...noChoices, ...choices });
  for (const { path, before, after } of plan.files) {
    expect(files.get(path) ?? null).toBe(before);
    if (after === null) files.delete(path);
    else files.set(path, after);
  }
  return plan;
}

const requestIn = (files: Map<string, string>, path: string) =>
  readRequest(parseYaml(files.get(path) ?? "").data);
const listFile = "Pets/List pets.yml";
const addFile = "Pets/Add a pet.yml";
const changedList = {
  ...list,
  summary: "List all pets",
  parameters: [
    { name: "limit", in: "query", required: true, schema: { type: "integer", default: 20 } },
    { name: "page", in: "query", required: true, schema: { default: 1 } },
  ],
};

describe("updating a collection from its description", () => {
  test("nothing changed: nothing is written", () => {
    const files = written({ paths });
    const plan = update(files, { paths });
    expect(plan.files).toEqual([]);
    expect(plan.update).toMatchObject({
      sameText: true,
      same: 2,
      added: [],
      changed: [],
      removed: [],
    });
  });

  test("what the person did not touch follows the description", () => {
    const files = written({ paths });
    const plan = update(files, { paths: { "/pets": { get: changedList, post: add } } });
    expect(
      plan.update.changed.map(({ path, changes }) => [
        path,
        changes.map(({ part, kind }) => `${kind} ${part}`),
      ]),
    ).toEqual([
      [
        listFile,
        [
          "changed name",
          "changed query.limit",
          "removed header.X-Trace",
          "changed example.200 Pets",
          "added query.page",
        ],
      ],
    ]);
    expect(requestIn(files, listFile)).toMatchObject({
      name: "List all pets",
      url: "{{baseUrl}}/pets?limit=20&page=1",
      headers: [{ name: "Accept", value: "application/json" }],
    });
    expect(update(files, { paths: { "/pets": { get: changedList, post: add } } }).files).toEqual(
      [],
    );
  });

  test("what the person edited stays; both sides of a conflict are shown, theirs on demand", () => {
    const mine = (request: HttpRequest): HttpRequest => ({
      ...request,
      name: "My list",
      url: "{{baseUrl}}/pets?limit=99",
      headers: [...request.headers, { name: "X-Mine", value: "1" }],
      params: [{ name: "limit", value: "99", type: "query" }],
      docs: "My notes",
    });
    const description = { paths: { "/pets": { get: changedList, post: add } } };
    const files = written({ paths });
    edit(files, listFile, mine);
    const plan = update(files, description);
    expect(
      plan.update.changed[0]?.changes
        .filter(({ kind }) => kind === "conflict")
        .map(({ part, mine: own, theirs }) => [
          part,
          own.includes("99") || own,
          theirs.includes("20") || theirs,
        ]),
    ).toEqual([
      ["name", "My list", "List all pets"],
      ["query.limit", true, true],
    ]);
    expect(requestIn(files, listFile)).toMatchObject({
      name: "My list",
      url: "{{baseUrl}}/pets?limit=99&page=1",
      headers: [{ name: "Accept" }, { name: "X-Mine" }],
      docs: "My notes",
    });
    // Decided once, it is not asked again.
    expect(update(files, description).update.changed).toEqual([]);

    const other = written({ paths });
    edit(other, listFile, mine);
    update(other, description, { theirs: new Set(["GET /pets\nname"]) });
    expect(requestIn(other, listFile)).toMatchObject({
      name: "List all pets",
      url: "{{baseUrl}}/pets?limit=99&page=1",
    });
  });

  test("new operations come, into new folders too; old ones stay unless chosen", () => {
    const files = written({ paths });
    const next = {
      paths: { "/pets": { get: list }, "/toys": { get: { summary: "Toys", tags: ["Toys"] } } },
    };
    const plan = update(files, next);
    expect(plan.update.added).toEqual([
      { id: "GET /toys", name: "Toys", method: "GET", folders: ["Toys"] },
    ]);
    expect(plan.update.removed).toMatchObject([{ id: "POST /pets", path: addFile, edited: false }]);
    expect([...files.keys()]).toContain("Toys/Toys.yml");
    expect([...files.keys()]).toContain("Toys/folder.yml");
    expect(files.has(addFile)).toBe(true);
    update(files, next, { remove: new Set(["POST /pets"]) });
    expect(files.has(addFile)).toBe(false);
  });

  test("a request that was deleted here stays away; a skipped one is offered again", () => {
    const files = written({ paths });
    files.delete(addFile);
    expect(update(files, { paths }).update).toMatchObject({
      added: [],
      deleted: [{ id: "POST /pets" }],
    });
    expect(files.has(addFile)).toBe(false);
    update(files, { paths }, { restore: new Set(["POST /pets"]) });
    expect(files.has(addFile)).toBe(true);
    const more = { paths: { ...paths, "/toys": { get: {} } } };
    update(files, more, { skip: new Set(["GET /toys"]) });
    expect(update(files, more, { skip: new Set(["GET /toys"]) }).update.added).toMatchObject([
      { id: "GET /toys" },
    ]);
  });

  test("moved and renamed files keep their link; an operation whose path changed is the same by its id", () => {
    const files = written({ paths });
    const text = files.get(listFile) ?? "";
    files.delete(listFile);
    files.set("Mine/x.yml", text);
    const plan = update(files, {
      paths: { "/animals": { get: { ...list, tags: [] } }, "/pets": { post: add } },
    });
    expect(plan.update).toMatchObject({
      added: [],
      removed: [],
      changed: [{ id: "GET /animals", path: "Mine/x.yml" }],
    });
    expect(requestIn(files, "Mine/x.yml").url).toBe("{{baseUrl}}/animals?limit=10");
  });

  test("a request that lost its link is known by its URL, and nothing of it is taken without asking", () => {
    const files = written({ paths });
    files.set(listFile, (files.get(listFile) ?? "").replace(/\nextensions:[^]*$/, "\n"));
    const plan = update(files, { paths: { "/pets": { get: changedList, post: add } } });
    expect(plan.update.changed[0]?.changes.every(({ kind }) => kind === "conflict")).toBe(true);
    expect(requestIn(files, listFile).name).toBe("List pets");
  });

  test("comments, scripts and unknown keys of the file survive", () => {
    const files = written({ paths });
    const text =
      `# mine\n${files.get(listFile) ?? ""}`.replace("docs:", "docs:") + "\nother: 1 # kept\n";
    files.set(listFile, text);
    update(files, { paths: { "/pets": { get: changedList, post: add } } });
    expect(files.get(listFile)).toMatch(/^# mine\n[^]*other: 1 # kept\n$/);
  });

  test("the collection's own docs, variables and environments follow too", () => {
    const files = written({ paths });
    update(files, {
      paths,
      info: { title: "API", description: "New words" },
      servers: [{ url: "https://new" }, { url: "https://two" }],
    });
    const defaults = readDefaults(parseYaml(files.get("opencollection.yml") ?? "").data);
    expect(defaults).toMatchObject({
      docs: "New words",
      variables: [{ name: "baseUrl", value: "https://new" }],
    });
    expect([...files.keys()].filter((path) => path.startsWith("environments/"))).toEqual([
      "environments/h.yml",
      "environments/new.yml",
      "environments/two.yml",
    ]);
  });

  test("a secret that became a variable is no change", () => {
    const secret = {
      summary: "S",
      parameters: [
        {
          name: "X-Api-Key",
          in: "header",
          required: true,
          example: "sk-proj-0123456789abcdef0123",
        },
      ],
    };
    const imported = importApi({ paths: { "/s": { get: secret } } });
    const moved = moveSecrets(imported, new Set(findSecrets(imported).map(({ id }) => id)));
    const { files } = writeCollection(sealLinks(onlyCollection(moved), ""));
    const texts = new Map(
      files.flatMap(({ path, content }) =>
        path.endsWith(".yml") && typeof content === "string" ? [[path, content]] : [],
      ),
    );
    expect([...texts.values()].join("")).not.toContain("sk-proj-");
    const plan = planUpdate(texts, onlyCollection(moved), onlyCollection(imported), "");
    expect(plan.files).toEqual([]);
    // The person kept it in the file: that is no change either.
    const kept = writeCollection(sealLinks(onlyCollection(imported), "")).files;
    const keptTexts = new Map(
      kept.flatMap(({ path, content }) =>
        path.endsWith(".yml") && typeof content === "string" ? [[path, content]] : [],
      ),
    );
    expect(
      planUpdate(keptTexts, onlyCollection(moved), onlyCollection(imported), "").update.changed,
    ).toEqual([]);
  });

  test("without a link there is none", () => {
    const { files } = writeCollection(unlinked(collectionOf({ paths })));
    const texts = files.map(({ path, content }) => [path, String(content)] as const);
    expect(texts.some(([, text]) => text.includes("openapi"))).toBe(false);
    const next = collectionOf({ paths });
    expect(() => planUpdate(new Map(texts), next, next, "")).toThrow("not linked");
    expect(
      texts.every(([path, text]) => !path.endsWith(".yml") || isYamlMap(parseYaml(text).data)),
    ).toBe(true);
  });
});
