import path from "node:path";
import { createCollections } from "../../electron/collections/service.ts";
import { writeImport } from "../../electron/imports/write-import.ts";
import { openSession } from "../../electron/session/session.ts";
import { openSettings } from "../../electron/settings/settings.ts";
import { createWorkspaces } from "../../electron/workspaces/workspaces.ts";
import { toFailure } from "../../shared/model/failure.ts";
import { emptyRequest } from "../../shared/model/request.ts";
import { sceneAt } from "./scene.ts";

// A process of its own that makes one change to a scene, to be killed or hindered. argv: folder of the scene, operation.
const [root = "", name = ""] = process.argv.slice(2);
const { collection, data } = sceneAt(root);
const never = new AbortController().signal;
const collections = await createCollections({
  dataFolder: data,
  polling: true,
  pollEvery: 600_000,
});
const { handlers: h } = collections;
const workspaces = await createWorkspaces({ dataFolder: data, collections, now: Date.now });
const { id } = await h["collections.open"]({ folder: collection }, never);
const at = (item: string) => ({ collectionId: id, path: item });

const saveRequest = async (item: string) => {
  const { value, hash } = await h["collections.readRequest"](at(item), never);
  const request = { ...value, url: "http://changed/", docs: "Changed.\n".repeat(20) };
  return h["collections.saveRequest"]({ ...at(item), request, hash }, never);
};
const saveDefaults = async (item: string) => {
  const { value, hash } = await h["collections.readDefaults"](at(item), never);
  const defaults = { ...value, docs: "Changed." };
  return h["collections.saveDefaults"]({ ...at(item), defaults, hash }, never);
};

const operations: Readonly<Record<string, () => Promise<unknown>>> = {
  "save-small": () => saveRequest("small.yml"),
  "save-middle": () => saveRequest("middle.yml"),
  "save-large": () => saveRequest("large.yml"),
  "save-folder": () => saveDefaults("orders"),
  "save-collection": () => saveDefaults(""),
  "save-text": async () => {
    const { text, hash } = await h["collections.readText"](at("orders/a.yml"), never);
    return h["collections.saveText"](
      { ...at("orders/a.yml"), text: `${text}# end\n`, hash },
      never,
    );
  },
  "save-environment": async () => {
    const read = { collectionId: id, name: "live" };
    const { environment, hash } = await h["environments.read"](read, never);
    const variables = [...environment.variables, { name: "n", value: "v" }];
    const changed = { ...environment, variables };
    return h["environments.save"]({ collectionId: id, environment: changed, hash }, never);
  },
  "rename-environment": () =>
    h["environments.rename"]({ collectionId: id, from: "live", to: "production" }, never),
  "delete-environment": () => h["environments.delete"]({ collectionId: id, name: "live" }, never),
  "create-environment": () =>
    h["environments.create"]({ collectionId: id, name: "new", copyOf: "live" }, never),
  "create-request": () =>
    h["collections.createRequest"](
      { collectionId: id, parent: "orders", request: { ...emptyRequest, name: "new" } },
      never,
    ),
  "create-folder": () =>
    h["collections.createFolder"]({ collectionId: id, parent: "orders", name: "new" }, never),
  rename: () => h["collections.rename"]({ ...at("orders/a.yml"), name: "renamed" }, never),
  "rename-case": () => h["collections.rename"]({ ...at("orders/a.yml"), name: "A" }, never),
  "rename-folder": () => h["collections.rename"]({ ...at("orders"), name: "renamed" }, never),
  duplicate: () => h["collections.duplicate"](at("orders/b.yml"), never),
  "duplicate-folder": () => h["collections.duplicate"](at("orders"), never),
  move: () =>
    h["collections.move"](
      { from: at("orders/a.yml"), toCollection: id, to: { folder: "other", after: null } },
      never,
    ),
  reorder: () =>
    h["collections.move"](
      { from: at("orders/c.yml"), toCollection: id, to: { folder: "orders", after: null } },
      never,
    ),
  delete: () => h["collections.delete"](at("orders/a.yml"), never),
  "delete-folder": () => h["collections.delete"](at("orders"), never),
  "undo-delete": async () => {
    const { undoId } = await h["collections.delete"](at("orders"), never);
    return h["collections.undoDelete"]({ undoId: undoId ?? "" }, never);
  },
  import: () =>
    writeImport(
      {
        name: "imported",
        secrets: [],
        files: ["opencollection.yml", "a.yml", "b/c.yml"].map((file) => ({
          path: file,
          content: `info:\n  name: ${file}\n`,
        })),
      },
      root,
    ),
  workspace: async () => {
    await workspaces.handlers["workspace.open"]({ folder: collection }, never);
    const { value, hash } = await workspaces.handlers["workspace.read"](null, never);
    const workspace = { ...value, name: "Changed" };
    return workspaces.handlers["workspace.save"]({ workspace, hash }, never);
  },
  draft: () =>
    h["drafts.put"](
      {
        key: `${id}:small.yml`,
        ref: at("small.yml"),
        target: "request",
        baseHash: null,
        json: '"x"',
        updatedAt: 1,
      },
      never,
    ),
  settings: async () => (await openSettings(data)).update({ theme: "light" }),
  session: () => openSession(data).save({ json: '{"tabs":[]}' }),
};

const operation = operations[name];
if (operation === undefined) {
  process.stdout.write(`${JSON.stringify(Object.keys(operations))}\n`);
} else {
  try {
    await operation();
    await workspaces.close();
    await collections.close();
    process.stdout.write(`${JSON.stringify({ kind: "done", place: path.basename(root) })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ kind: "failed", failure: toFailure(error) })}\n`);
  }
}
process.exit(0);
