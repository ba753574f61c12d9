import { cp, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { importSources } from "../../shared/formats/import/import.ts";
import { kindOf } from "../../shared/formats/opencollection/info.ts";
import { parseYaml } from "../../shared/formats/yaml/parse.ts";
import { isYamlMap } from "../../shared/formats/yaml/data.ts";
import type { ExchangeId } from "../../shared/model/exchange.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { createApp } from "../../electron/app.ts";
import { printImport } from "../../electron/imports/print.ts";
import { writeImport } from "../../electron/imports/write-import.ts";
import type { Trial } from "./collection.ts";
import { caseField } from "./recorder.ts";

/** What Envoi did with a collection. */
export interface EnvoiRun {
  /** The collection it wrote. */
  readonly folder: string;
  /** Why a request was not sent, by case. */
  readonly unsent: ReadonlyMap<string, string>;
  /** What was sent and came back, as an HTTP archive. */
  readonly har: string;
}

/** ms until an exchange is given up: everything is on loopback. */
const patience = 20_000;
const capabilities = {
  nativeDialogs: false,
  nativeMenu: false,
  systemTrash: false,
  keychain: false,
  windowChrome: false,
};

/** Imports a collection as Envoi does, writes it and sends every request of it with Envoi's client to the recorder. */
export async function runEnvoi(
  trial: Trial,
  files: string,
  { folder, port }: { readonly folder: string; readonly port: number },
): Promise<EnvoiRun> {
  const values = Object.entries(trial.environment).map(([key, value]) => ({ key, value }));
  const environment = { name: "trial", values, _postman_variable_scope: "environment" };
  const bytes = (data: unknown) => Buffer.from(JSON.stringify(data));
  const imported = importSources([
    { path: "collection.json", bytes: bytes(trial.collection) },
    { path: "trial.postman_environment.json", bytes: bytes(environment) },
  ]);
  const [printed] = printImport(imported, null);
  if (printed === undefined) throw new Error("Envoi imported no collection");
  const written = await writeImport(printed, folder);
  await cp(files, written, { recursive: true });
  const data = join(folder, "data");
  await mkdir(data);
  const app = await createApp({
    dataFolder: data,
    ports: { host: "loopback", version: "bench", capabilities },
  });
  const unsent = new Map<string, string>();
  const ids: ExchangeId[] = [];
  let har = "";
  try {
    const { signal } = new AbortController();
    const { id } = await app.handlers["collections.open"]({ folder: written }, signal);
    for (const path of await requestFiles(written)) {
      const item = { collectionId: id, path };
      const name = await caseOf(app, item, signal);
      try {
        const { value: request } = await app.handlers["collections.readRequest"](item, signal);
        const settings = {
          ...request.settings,
          verifyTls: false,
          network: { ...request.settings.network, connectTo: [`::127.0.0.1:${port}`] },
        };
        const sending = { ...item, request: { ...request, settings }, environment: "trial" };
        const stop = AbortSignal.timeout(patience);
        for await (const part of app.handlers["exchange.send"](sending, stop)) {
          if (part.kind === "ask") unsent.set(name, "prompt");
          if (part.kind !== "end") continue;
          ids.push(part.exchange.id);
          if (part.exchange.failure !== null)
            unsent.set(name, part.exchange.failure?.code ?? part.exchange.state);
        }
      } catch (thrown) {
        unsent.set(name, thrown instanceof FailureError ? thrown.failure.code : String(thrown));
      }
    }
    har = await app.handlers["exchange.har"]({ ids, credentials: true, file: null }, signal);
  } finally {
    await app.close();
  }
  return { folder: written, unsent, har };
}

/** The case of a request's file, also of one that is no HTTP request. */
async function caseOf(
  app: Awaited<ReturnType<typeof createApp>>,
  item: { readonly collectionId: string; readonly path: string },
  signal: AbortSignal,
): Promise<string> {
  const { text } = await app.handlers["collections.readText"](item, signal);
  const { data } = parseYaml(text);
  const block = isYamlMap(data) ? data.get(kindOf(data)) : undefined;
  const rows = isYamlMap(block) ? block.get("headers") : undefined;
  if (!Array.isArray(rows)) return "";
  for (const row of rows as readonly unknown[])
    if (row instanceof Map && row.get("name") === caseField) return String(row.get("value"));
  return "";
}

async function requestFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries
    .map((path) => path.replaceAll("\\", "/"))
    .filter(
      (path) =>
        path.endsWith(".yml") &&
        !/(?:^|\/)folder\.yml$|^opencollection\.yml$|^environments\//.test(path),
    )
    .toSorted((one, two) => (one < two ? -1 : 1));
}
