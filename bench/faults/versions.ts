import fs from "node:fs/promises";
import path from "node:path";
import { openRegistry } from "../../electron/collections/registry.ts";
import { openCookieStore } from "../../electron/cookies/cookie-store.ts";
import { createDrafts } from "../../electron/drafts/drafts.ts";
import { openFileGrants } from "../../electron/exchanges/file-grants.ts";
import { openTokenStore } from "../../electron/oauth2/token-store.ts";
import { openVault } from "../../electron/secrets/vault.ts";
import { createSecrets } from "../../electron/secrets/secrets.ts";
import { openSettings } from "../../electron/settings/settings.ts";
import { openPlaces } from "../../electron/workspaces/places.ts";
import type { Area, FaultOptions } from "./area.ts";

/** One file of app data: how an older one is written, and how it is opened and changed. */
interface Kept {
  readonly file: string;
  /** A file of each version there was, with something to be found again. */
  readonly older: readonly string[];
  /** Opens it, tells what was found ("" nothing), then makes a change that writes. */
  readonly tryOut: (data: string) => Promise<string>;
}

const id = "0123456789abcdef01234567";
const sealedSample = { environment: "e", name: "n", sealer: "other", sealed: "AAAA" };

const files: readonly Kept[] = [
  {
    file: "collections.json",
    older: [JSON.stringify({ version: 1, collections: [{ id, folder: "/found", open: true }] })],
    tryOut: async (data) => {
      const registry = await openRegistry(data);
      const found = registry
        .opened()
        .map(({ folder }) => folder)
        .join();
      await registry.open("/new");
      return found;
    },
  },
  {
    file: "places.json",
    older: [JSON.stringify({ version: 1, workspace: "/found", loose: [], recent: [] })],
    tryOut: async (data) => {
      const places = await openPlaces(data, () => 1);
      const found = places.get().workspace ?? "";
      await places.setOpen("/new", []);
      return found;
    },
  },
  {
    file: "settings.json",
    older: [JSON.stringify({ version: 1, settings: { theme: "light", later: "/found" } })],
    tryOut: async (data) => {
      const settings = await openSettings(data);
      const found = settings.get().theme === "light" ? "/found" : "";
      await settings.update({ theme: "dark" });
      return found;
    },
  },
  {
    file: "cookies.json",
    older: [
      JSON.stringify({
        version: "tough-cookie@5",
        cookies: [{ key: "found", value: "1", domain: "h", path: "/" }],
      }),
      JSON.stringify({
        version: 2,
        jars: {
          "": [
            {
              name: "found",
              value: "1",
              domain: "h",
              path: "/",
              expires: null,
              secure: false,
              httpOnly: false,
              hostOnly: true,
              sameSite: "",
            },
          ],
        },
      }),
    ],
    tryOut: async (data) => {
      const store = await openCookieStore({
        file: path.join(data, "cookies.json"),
        epoch: () => 1,
      });
      const found = store
        .jars()
        .flatMap(({ cookies }) => cookies)
        .some(({ name }) => name === "found");
      store.importFile("", "h\tFALSE\t/\tFALSE\t0\tnew\t1\n");
      await store.close();
      return found ? "/found" : "";
    },
  },
  {
    file: "file-grants.json",
    older: [JSON.stringify({ version: 1, files: ["/found"] })],
    tryOut: async (data) => {
      const grants = await openFileGrants(path.join(data, "file-grants.json"));
      const found = grants.has("/found") ? "/found" : "";
      await grants.grant(data);
      return found;
    },
  },
  {
    file: `secrets/${id}.json`,
    older: [JSON.stringify({ version: 1, values: [sealedSample] })],
    tryOut: async (data) => {
      const secrets = createSecrets(data, await openVault({ dataFolder: data }));
      await secrets.set(id, "e", "new", "1");
      // Another sealer's value stays, unread.
      return (await fs.readFile(path.join(data, `secrets/${id}.json`), "utf8")).includes('"other"')
        ? "/found"
        : "";
    },
  },
  {
    file: "oauth2-tokens.json",
    older: [
      JSON.stringify({ version: 1, tokens: [{ key: "k", sealer: "other", sealed: "AAAA" }] }),
    ],
    tryOut: async (data) => {
      const tokens = await openTokenStore(data, await openVault({ dataFolder: data }));
      const token = {
        accessToken: "a",
        refreshToken: "",
        idToken: "",
        tokenType: "",
        scope: "",
        obtainedAt: 1,
        expiresAt: null,
      };
      await tokens.put({ key: "new", name: "", issuer: "", clientId: "", exchange: null, token });
      return (await fs.readFile(path.join(data, "oauth2-tokens.json"), "utf8")).includes('"other"')
        ? "/found"
        : "";
    },
  },
  {
    file: "drafts/0123.json",
    older: [],
    tryOut: async (data) => {
      const drafts = createDrafts(data);
      await drafts.put({
        key: "a",
        ref: null,
        target: "text",
        baseHash: null,
        json: "1",
        updatedAt: 1,
      });
      await drafts.close();
      return "";
    },
  },
];

/** S9: every older file opens; one that cannot be understood, or that a later Envoi wrote, is still there after this one wrote. */
export async function versions({ folder }: FaultOptions): Promise<readonly Area[]> {
  const failing: string[] = [];
  let all = 0;
  let number = 0;
  for (const { file, older, tryOut } of files) {
    const at = async (text: string) => {
      const data = path.join(folder, `data-${(number += 1)}`);
      await fs.mkdir(path.dirname(path.join(data, file)), { recursive: true });
      await fs.writeFile(path.join(data, file), text);
      return data;
    };
    for (const text of older) {
      all += 1;
      const found = await tryOut(await at(text)).catch(String);
      if (found === "" || !found.includes("found"))
        failing.push(`${file}: an older one is not read (${found})`);
    }
    for (const text of ['{"version":99,"from":"a later Envoi"}', '{"version":1,', "\u0000\u0001"]) {
      all += 1;
      const data = await at(text);
      await tryOut(data).catch(() => "");
      const kept = await contents(data);
      if (
        !kept.some(
          (content) =>
            content.includes(text) || (text.includes("later") && content.includes("a later Envoi")),
        )
      )
        failing.push(`${file}: ${JSON.stringify(text)} was overwritten`);
    }
  }
  const what = "files of app data: older ones open, what is not understood is kept";
  return [{ id: "S9", what, atLeast: 20, all, good: all - failing.length, failing }];
}

async function contents(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await fs.readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile())
      found.push(await fs.readFile(path.join(entry.parentPath, entry.name), "utf8"));
  return found;
}
