import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { readWorkspace } from "../../shared/formats/opencollection/workspace.ts";
import { emptyRequest } from "../../shared/model/request.ts";
import { newIdentity } from "../secrets/age.ts";
import { createSecrets } from "../secrets/secrets.ts";
import { createSharedStore } from "../secrets/shared-secrets.ts";
import { environmentSource, joinSources, storeSource } from "../secrets/sources.ts";
import { openVault } from "../secrets/vault.ts";
import { createKeptValues } from "../variables/kept-values.ts";
import { readGlobalsOf } from "../variables/globals.ts";
import { createContextReader } from "./read-context.ts";

let folder = "";
// Loading the library takes seconds where all processors are busy.
beforeAll(() => newIdentity(), 120_000);
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), "envoi-globals-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("globals have secrets: from environment variables, and from the shared file beside the workspace", async () => {
  await mkdir(path.join(folder, "environments"));
  await mkdir(path.join(folder, "shop"));
  await mkdir(path.join(folder, "data"));
  await writeFile(
    path.join(folder, "shop", "opencollection.yml"),
    "opencollection: 1.0.0\ninfo:\n  name: Shop\n",
  );
  await writeFile(
    path.join(folder, "environments", "live.yml"),
    `name: live\nvariables:\n${["shared", "given", "none"].map((name) => `  - secret: true\n    name: ${name}\n`).join("")}`,
  );
  const data = path.join(folder, "data");
  const secrets = createSecrets(data, await openVault({ dataFolder: data, environment: {} }));
  const shared = createSharedStore(secrets);
  await shared.set({ id: "", root: folder, environment: "live" }, "shared", "from-the-file");
  const id = "0123456789abcdef01234567";
  const read = createContextReader(
    { get: () => ({ id, root: path.join(folder, "shop") }) },
    {
      kept: createKeptValues(),
      secrets: joinSources([
        environmentSource({ ENVOI_SECRET_GIVEN: "from-the-shell" }),
        storeSource(secrets),
        shared,
      ]),
      globals: (workspace, problems) => readGlobalsOf(workspace ?? "", "live", problems),
      workspace: () => ({
        folder,
        hash: "",
        workspace: readWorkspace(new Map()),
        entries: [
          {
            name: "Shop",
            path: "shop",
            remote: "",
            state: "open",
            folder: path.join(folder, "shop"),
            collectionId: id,
          },
        ],
        environments: ["live"],
      }),
    },
  );
  const { resolver } = await read({
    collectionId: id,
    path: "",
    environment: null,
    request: emptyRequest,
  });
  expect(resolver.resolve("{{shared}} {{given}}").text).toBe("from-the-file from-the-shell");
  expect(resolver.resolve("{{shared}}").secret).toBe(true);
  expect(resolver.mask("{{shared}} {{given}}").text).toBe("•••••• ••••••");
  expect(resolver.resolve("{{none}}").problems).toMatchObject([{ kind: "missing-secret" }]);
});
