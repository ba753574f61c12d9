import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { newIdentity } from "./age.ts";
import { originsOf } from "./origins.ts";
import { createSecrets } from "./secrets.ts";
import { createSharedStore } from "./shared-secrets.ts";
import { shareValue, unshareValue } from "./sharing.ts";
import { openVault } from "./vault.ts";

let folder = "";
// Loading the library takes seconds where all processors are busy.
beforeAll(() => newIdentity(), 120_000);
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), "envoi-origins-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each([
  ["shared", "before"],
  ["shared", "after"],
  ["taken back", "before"],
  ["taken back", "after"],
] as const)("a value that is %s just %s the file is read is never nowhere", async (how, moment) => {
  await mkdir(path.join(folder, "environments"));
  const secrets = createSecrets(folder, await openVault({ dataFolder: folder, environment: {} }));
  const shared = createSharedStore(secrets);
  const place = { id: "0123456789abcdef01234567", root: folder, environment: "dev" };
  await secrets.set(place.id, "dev", "token", "CANARY");
  const stores = { shared, secrets };
  const share = () => shareValue(place, "token", "CANARY", stores);
  const move = how === "shared" ? share : () => unshareValue(place, "token", stores);
  if (how === "taken back") await share();
  const [origin] = await originsOf(place, ["token"], {
    environment: {},
    providers: { of: () => null },
    secrets,
    shared: {
      open: shared.open,
      view: async (of) => {
        if (moment === "before") await move();
        const view = await shared.view(of);
        if (moment === "after") await move();
        return view;
      },
    },
  });
  expect(origin?.kind).not.toBe("none");
});
