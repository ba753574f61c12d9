import { quietly } from "./counts.ts";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { isRecord } from "../conformance/suites.ts";
import type { Trial } from "./collection.ts";
import { type Ground, runTurned } from "./run-newman.ts";

/**
 * Lets Bruno import a collection with its own converter, writes it with Bruno's own writer and sends it with Bruno's command line. Rejects
 * when Bruno cannot import it.
 */
export async function runBruno(trial: Trial, files: string, ground: Ground): Promise<string> {
  const folder = join(ground.folder, "bruno");
  await mkdir(folder, { recursive: true });
  await cp(files, folder, { recursive: true });
  const load = createRequire(join(ground.tools, "package.json"));
  const convert = functionOf(load("@usebruno/converters"), "postmanToBruno");
  const write = functionOf(
    load("@usebruno/cli/src/utils/collection"),
    "createCollectionFromBrunoObject",
  );
  const converted: unknown = await quietly(() => convert(trial.collection));
  const collection =
    isRecord(converted) && converted["collection"] ? converted["collection"] : converted;
  await quietly(() => write(collection, folder, { format: "yml" }));
  return sendWithBruno(trial, folder, ground);
}

/** Sends a folder of OpenCollection files with Bruno's command line. */
export async function sendWithBruno(trial: Trial, folder: string, ground: Ground): Promise<string> {
  const variables = Object.entries(trial.environment).map(([name, value]) => ({ name, value }));
  await mkdir(join(folder, "environments"), { recursive: true });
  const environment = join(folder, "environments", "bruno-trial.yml");
  await writeFile(environment, JSON.stringify({ name: "bruno-trial", variables }));
  const script = join(ground.tools, "node_modules", "@usebruno", "cli", "bin", "bru.js");
  const words = ["run", "-r", "--env", "bruno-trial", "--insecure", "--noproxy"];
  return runTurned(script, words, { cwd: folder, port: ground.port });
}

type AnyFunction = (...given: readonly unknown[]) => unknown;

function functionOf(exports: unknown, name: string): AnyFunction {
  const found = isRecord(exports) ? exports[name] : undefined;
  if (typeof found !== "function") throw new Error(`Bruno has no ${name} any more`);
  return (...given) => Reflect.apply(found, null, given) as unknown;
}
