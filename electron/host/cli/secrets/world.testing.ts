import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { secretsCommand } from "./command.ts";

/** What a command said and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A collection with an environment `local` that declares secrets, and machines of several people. */
export interface SecretsWorld {
  readonly folder: string;
  readonly collection: string;
  /** A person's data folder. */
  data(person: string): string;
  /** `envoi secrets …` by a person, with what they type when asked. */
  secrets(
    person: string,
    words: readonly string[],
    typed?: readonly string[],
    environment?: NodeJS.ProcessEnv,
  ): Promise<Outcome>;
  end(): Promise<void>;
}

export async function secretsWorld(names: readonly string[]): Promise<SecretsWorld> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), "envoi-secrets-")));
  const collection = path.join(folder, "shop");
  await mkdir(path.join(collection, "environments"), { recursive: true });
  await writeFile(
    path.join(collection, "opencollection.yml"),
    "opencollection: 1.0.0\ninfo:\n  name: Shop\n",
  );
  await writeFile(
    path.join(collection, "environments", "local.yml"),
    `name: local\nvariables:\n${names.map((name) => `  - secret: true\n    name: ${name}\n`).join("")}`,
  );
  const data = (person: string): string => path.join(folder, person, "envoi");
  return {
    folder,
    collection,
    data,
    async secrets(person, words, typed = [], environment = {}) {
      const answers = [...typed];
      let stdout = "";
      let stderr = "";
      const given = ["--data", data(person), "--env", "local"];
      const at = words.indexOf("--");
      const all =
        at < 0 ? [...words, ...given] : [...words.slice(0, at), ...given, ...words.slice(at)];
      const code = await secretsCommand(all, {
        environment,
        folder: collection,
        cost: 1024,
        out: (text) => (stdout += text),
        err: (text) => (stderr += text),
        input: async () => Buffer.alloc(0),
        ask: async () => answers.shift() ?? null,
      });
      return { code, stdout, stderr };
    },
    end: () => rm(folder, { recursive: true, force: true }),
  };
}
