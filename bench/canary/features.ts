import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Contract, Handlers } from "../../shared/contract/index.ts";
import type { Action, Selector } from "../../shared/model/action.ts";
import { emptyRequest } from "../../shared/model/request.ts";
import { logFault } from "../../electron/base/log.ts";
import type { Canary } from "./search.ts";

const never = new AbortController().signal;

export interface FeaturePorts {
  readonly handlers: Handlers<Contract>;
  /** Holds everything the trial makes. */
  readonly scratch: string;
  readonly collectionId: string;
  readonly environment: string;
  /** Of the server that repeats what it is told. */
  readonly url: string;
  plant(name: string): Canary;
  /** Searches what the page would get. */
  seen<T>(answer: T, place: string): T;
}

/** Programs that give values: what they print, their arguments, their environment, and the arguments of every process there is. */
export async function tryPrograms(ports: FeaturePorts): Promise<void> {
  const { handlers, scratch, collectionId, environment, plant, seen } = ports;
  const value = plant("a value a program gives");
  const failing = plant("a value a failing program prints");
  // The values lie outside the folders that are searched: in variables of the programs themselves.
  const tool = async (name: string, canary: Canary, end: string): Promise<string> => {
    const file = path.join(scratch, "programs", name);
    const note = path.join(scratch, `noted-by-${name}`);
    await mkdir(path.dirname(file), { recursive: true });
    // Reversed twice over, so that the program itself is no finding: the search knows a value turned round once.
    const half = Math.floor(canary.core.length / 2);
    await writeFile(
      file,
      `#!/bin/sh\nenv > '${note}-environment'\ncat /proc/[0-9]*/cmdline > '${note}-arguments' 2>/dev/null\nprintf '%s' '${canary.core.slice(0, half)}'\nprintf '%s\\n' '${canary.core.slice(half)}'\nprintf '%s' '${canary.core.slice(0, half)}' >&2\nprintf '%s\\n' '${canary.core.slice(half)}' >&2\nexit ${end}\n`,
    );
    await chmod(file, 0o755);
    return file;
  };
  for (const [name, program] of [
    ["programValue", await tool("giving", value, "0")],
    ["programFails", await tool("failing", failing, "7")],
  ] as const) {
    const secret = { collectionId, environment, name };
    const provider = { kind: "exec", program, args: ["--for", name] } as const;
    await handlers["secretProviders.set"]({ ...secret, provider }, never);
    seen(await handlers["secretProviders.list"](null, never), "programs");
    const tried = handlers["secretProviders.attempt"](secret, never);
    await tried.catch((thrown: unknown) => seen(JSON.stringify(thrown), "a program that fails"));
    const names = [name];
    seen(
      await handlers["secrets.origins"]({ collectionId, environment, names }, never),
      "where values come from",
    );
    const request = {
      ...emptyRequest,
      url: `${ports.url}/program?t={{${name}}}`,
      headers: [{ name: "X-Again", value: `{{${name}}}` }],
    };
    const input = { request, collectionId, path: "r0.yml", environment };
    for await (const step of handlers["exchange.send"](input, never)) seen(step, "send");
  }
}

/** What actions keep of a reply that repeats secrets, and the answer to a question: sent on, and looked at. */
export async function tryKept(ports: FeaturePorts): Promise<void> {
  const { handlers, collectionId, environment, url, plant, seen } = ports;
  const answer = plant("the answer to a question");
  const keep = (name: string, selector: Selector): Action => ({ name, scope: "runtime", selector });
  const place = { collectionId, path: "r0.yml", environment };
  const keeping = {
    ...emptyRequest,
    url: `${url}/kept?p={{?password}}`,
    headers: [{ name: "X-Again", value: "{{programValue}}" }],
    actions: [
      keep("ofHeader", { kind: "header", name: "X-Echo" }),
      keep("ofJson", { kind: "json", path: "$.headers['x-again']" }),
      keep("ofPattern", { kind: "regex", pattern: "p=(\\w+)" }),
    ],
  };
  const answers = { password: answer.core };
  const send = { ...place, request: keeping, answers };
  for await (const step of handlers["exchange.send"](send, never)) seen(step, "send, kept");
  const request = {
    ...emptyRequest,
    url: `${url}/next?h={{ofHeader}}&j={{ofJson}}&p={{ofPattern}}`,
  };
  const input = { ...place, request };
  seen(await handlers["exchange.preview"](input, never), "preview, kept");
  seen(await handlers["variables.view"](place, never), "variables, kept");
  seen(
    await handlers["variables.survey"]({ collectionId, environment }, never),
    "all variables, kept",
  );
  seen(await handlers["exchange.code"]({ ...input, reveal: false }, never), "code, kept");
  for await (const step of handlers["exchange.send"](input, never)) seen(step, "send, of kept");
}

/** Tokens in files from elsewhere: what a person sees before, what is written, and what pasted commands become. */
export async function tryImports(ports: FeaturePorts): Promise<void> {
  const { handlers, scratch, plant, seen } = ports;
  const bearer = plant("a token in an import");
  const basic = plant("a password in an import");
  const header = plant("an API key in an import");
  const postman = {
    info: {
      name: "Imported",
      schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    },
    item: [
      {
        name: "one",
        request: {
          method: "GET",
          url: "https://shop.invalid/one",
          auth: { type: "bearer", bearer: [{ key: "token", value: bearer.core, type: "string" }] },
          header: [{ key: "X-Api-Key", value: header.core }],
        },
      },
      {
        name: "two",
        request: {
          method: "GET",
          url: "https://shop.invalid/two",
          auth: {
            type: "basic",
            basic: [
              { key: "username", value: "user", type: "string" },
              { key: "password", value: basic.core, type: "string" },
            ],
          },
        },
      },
    ],
  };
  const { id } = await handlers["imports.add"](
    {
      id: null,
      path: "export.json",
      base64: Buffer.from(JSON.stringify(postman)).toString("base64"),
      more: false,
    },
    never,
  );
  const preview = seen(await handlers["imports.preview"]({ id }, never), "import, before");
  const parent = path.join(scratch, "imported");
  await mkdir(parent);
  const secrets = preview.secrets.map((secret) => secret.id);
  const target = { kind: "new", parent } as const;
  for await (const step of handlers["imports.write"]({ id, target, secrets }, never))
    seen(step, "import");
}

/** Archives of what was sent, as a file and as an answer, with the other credentials and without. */
export async function tryArchives({ handlers, scratch, seen }: FeaturePorts): Promise<void> {
  const history = await handlers["exchange.history"]({ place: null, limit: 1000 }, never);
  const ids = history.map(({ id }) => id);
  for (const credentials of [true, false]) {
    const file = path.join(scratch, `history-${credentials ? "with" : "without"}.har`);
    await handlers["exchange.har"]({ ids, credentials, file }, never);
    // A comparison that would pass on nothing proves nothing.
    if ((await readFile(file, "utf8")).length < 10_000) throw new Error("the archive is empty");
    seen(await handlers["exchange.har"]({ ids, credentials, file: null }, never), "an archive");
  }
}

/** A fault of ours in the middle of something secret: what is written down of it. */
export function tryFaults({ plant }: FeaturePorts): void {
  const secret = plant("in an error nobody expected");
  const error = new TypeError(`Cannot read ${secret.core} of undefined`, {
    cause: new Error(secret.core),
  });
  logFault("the canary trial", error);
  logFault("the canary trial", secret.core);
  logFault("the canary trial", { message: secret.core });
}
