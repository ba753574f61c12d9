import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { createApp } from "../../electron/app.ts";
import { codeTargets } from "../../shared/formats/code/targets.ts";
import { exportFormats } from "../../shared/formats/export/export.ts";
import type { Exchange } from "../../shared/model/exchange.ts";
import { emptyRequest, type HttpRequest } from "../../shared/model/request.ts";
import { type BrowserOutcome, tryBrowser } from "./browser.ts";
import { cases } from "./cases.ts";
import { type PrintedOutcome, tryCommandLine } from "./command-line.ts";
import { tryArchives, tryFaults, tryImports, tryKept, tryPrograms } from "./features.ts";
import { type Canary, type Finding, findBelow, findIn } from "./search.ts";
import { openEcho } from "./server.ts";

/** What the trial did and what it found. */
export interface Outcome {
  readonly canaries: number;
  /** Canaries that reached the server as they are: the trial sent them for real. */
  readonly sent: number;
  readonly exchanges: number;
  readonly files: number;
  /** Answers to the page that were searched. */
  readonly answers: number;
  /** Runs of `envoi`, and how many of them ended well. */
  readonly printed: number;
  readonly printedWell: number;
  /** Files of a browser's profile that were searched; null: there is no browser, or the page is not built. */
  readonly browserFiles: number | null;
  readonly found: readonly Finding[];
  /** Files of app data that other users may read. */
  readonly open: readonly string[];
}

const never = new AbortController().signal;
const environment = "trial";
/** How much of it is tried beside the app itself. */
export interface TrialSize {
  /** Requests that the command line sends too, each in a process of its own. */
  readonly printed: number;
  /** A real browser is driven, where there is one. */
  readonly browser: boolean;
}
const capabilities = {
  nativeDialogs: false,
  nativeMenu: false,
  systemTrash: false,
  keychain: false,
  windowChrome: false,
};

/**
 * A6 of the safety goals: secrets through every feature, then every file, every answer to the page and every word on standard output and
 * error is searched for them, in every encoding. `scratch`: an empty folder; TMPDIR should be in it.
 */
export async function tryCanaries(scratch: string, size: TrialSize): Promise<Outcome> {
  const canaries: Canary[] = [];
  const plant = (name: string): Canary => {
    const core = `Canary${canaries.length}x${randomBytes(9).toString("hex")}`;
    const canary = { name, core, value: `${core} &+"é/` };
    canaries.push(canary);
    return canary;
  };
  // Where the command line looks for it too.
  const data = path.join(scratch, "share", "envoi");
  const collection = path.join(scratch, "shop");
  const token = plant("an OAuth 2 token");
  const echo = await openEcho(token.core);
  const found: Finding[] = [];
  let answers = 0;
  /** Every answer goes to a page, so it is searched. */
  const seen = <T>(answer: T, place: string): T => {
    answers += 1;
    found.push(
      ...findIn(Buffer.from(JSON.stringify(answer) ?? ""), `the page: ${place}`, canaries),
    );
    return answer;
  };
  const silence = listen();
  let exchanges = 0;
  let printed: PrintedOutcome | null = null;
  let browser: BrowserOutcome | null = null;
  try {
    const secretNames = new Map<string, Canary>();
    const requests = cases.map((make) =>
      make((name) => {
        const canary = plant(name);
        // A path, a header's name or a user's cannot hold every letter: those get the core alone.
        const plain = /header|cookie|token|key|client|secret|password|raw|access/i.test(name);
        const variable = `s${secretNames.size}`;
        secretNames.set(variable, plain ? { ...canary, value: canary.core } : canary);
        return `{{${variable}}}`;
      }, echo.url),
    );
    await mkdir(path.join(collection, "environments"), { recursive: true });
    await writeFile(
      path.join(collection, "opencollection.yml"),
      "opencollection: 1.0.0\ninfo:\n  name: Trial\n",
    );
    await writeFile(
      path.join(collection, "environments", `${environment}.yml`),
      `name: ${environment}\nvariables:\n${[...secretNames.keys(), "shared", "programValue", "programFails"].map((name) => `  - secret: true\n    name: ${name}\n`).join("")}`,
    );
    git(collection, "init", "-q");

    const app = await createApp({
      dataFolder: data,
      ports: { host: "loopback", version: "0.0.0", capabilities },
    });
    const { handlers } = app;
    const phrase = plant("the store's passphrase");
    try {
      const { id: collectionId } = await handlers["collections.open"](
        { folder: collection },
        never,
      );
      for (const [name, { value }] of secretNames)
        await handlers["secrets.set"]({ collectionId, environment, name, value }, never);
      // What is sealed by the first key is sealed anew by the second.
      await sendAll(requests.slice(0, 2));
      await handlers["secretStore.choose"]({ kind: "passphrase", passphrase: phrase.core }, never);
      await sendAll(requests);

      async function sendAll(all: readonly HttpRequest[]): Promise<void> {
        for (const [index, made] of all.entries()) {
          const request = { ...made, name: `r${index}` };
          const { path: item } = await handlers["collections.createRequest"](
            { collectionId, parent: "", request },
            never,
          );
          const input = { request, collectionId, path: item, environment };
          seen(await handlers["exchange.preview"](input, never), "preview");
          seen(await handlers["variables.view"](input, never), "variables");
          const code = seen(
            await handlers["exchange.code"]({ ...input, reveal: false }, never),
            "code",
          );
          if (code.request !== null)
            for (const target of codeTargets)
              if (request.raw === undefined || target.bytes)
                seen(target.write(code.request), `code ${target.id}`);
          await handlers["drafts.put"](
            {
              key: `${collectionId}:${item}`,
              ref: { collectionId, path: item },
              target: "request",
              baseHash: null,
              json: JSON.stringify(request),
              updatedAt: 1,
            },
            never,
          );
          const steps: unknown[] = [];
          let exchange: Exchange | null = null;
          for await (const step of handlers["exchange.send"](input, never)) {
            steps.push(step);
            if (step.kind === "end") exchange = step.exchange;
          }
          seen(steps, "send");
          if (exchange !== null) await lookAt(exchange.id);
          exchanges += 1;
        }
      }

      async function lookAt(id: string): Promise<void> {
        const whole = seen(await handlers["exchange.get"]({ id }, never), "exchange");
        seen(await handlers["exchange.trace"]({ id }, never), "trace");
        seen(
          await handlers["exchange.wire"]({ id, side: "clear", from: 0, limit: 10_000 }, never),
          "wire index",
        );
        for (const side of ["clear", "socket"] as const) {
          const content = await app.openWire(id, side).catch(() => null);
          if (content !== null)
            found.push(...findIn(await bytesOf(content), `the page: wire ${side}`, canaries));
        }
        for (const hop of whole.hops) {
          if (hop.body === null) continue;
          for (const encoded of [false, true]) {
            const content = await app.openBody(hop.body.id, encoded);
            if (content !== null)
              found.push(...findIn(await bytesOf(content), `the page: body`, canaries));
          }
        }
      }

      seen(await handlers["exchange.history"]({ place: null, limit: 1000 }, never), "history");
      for (const { id: format } of exportFormats) {
        const asked = { collectionId, path: "", format, keepSecrets: false };
        seen(await handlers["exports.preview"](asked, never), `export ${format}`);
        await handlers["exports.write"](
          { ...asked, file: path.join(scratch, `export-${format}`) },
          never,
        );
      }
      const ports = { handlers, scratch, collectionId, environment, url: echo.url, plant, seen };
      await tryPrograms(ports);
      await tryKept(ports);
      await tryImports(ports);
      await tryArchives(ports);
      tryFaults(ports);
      await tryShared(collectionId);
      await handlers["secretStore.rotate"](null, never);
      await handlers["secretStore.lock"](null, never);
      const locked = {
        request: requests[0] ?? cases[0],
        collectionId,
        path: "r0.yml",
        environment,
      };
      seen(await handlers["exchange.preview"](locked as never, never), "preview, locked");

      async function tryShared(id: string): Promise<void> {
        const shared = plant("a value a team shares");
        const of = { collectionId: id, environment };
        await handlers["secrets.set"]({ ...of, name: "shared", value: shared.core }, never);
        await handlers["sharedSecrets.share"]({ ...of, name: "shared" }, never);
        seen(await handlers["identities.list"](null, never), "public keys");
        seen(await handlers["sharedSecrets.view"](of, never), "shared secrets");
        const request = { ...emptyRequest, url: `${echo.url}/shared?t={{shared}}` };
        const input = { request, collectionId: id, path: "r0.yml", environment };
        for await (const step of handlers["exchange.send"](input, never)) seen(step, "send");
      }
    } finally {
      await app.close();
    }
    const files = (await readdir(collection)).filter((name) => /^r\d+\.yml$/.test(name));
    const place = { collection, scratch, environment, passphrase: phrase.core, canaries };
    printed = await tryCommandLine({
      ...place,
      requests: files
        .toSorted()
        .slice(0, size.printed)
        .map((name) => path.join(collection, name)),
    });
    found.push(...printed.found);
    const variable = [...secretNames.keys()][0] ?? "";
    const typed = { variable, canary: plant("typed into the window") };
    const profile = path.join(scratch, "browser");
    if (size.browser)
      browser = await tryBrowser({ ...place, data, profile, typed, passphrase: phrase });
    found.push(...(browser?.found ?? []));
    git(collection, "add", "-A");
    found.push(...findIn(Buffer.from(git(collection, "diff", "--cached")), "git diff", canaries));
  } finally {
    echo.close();
    silence.end();
  }
  found.push(...findIn(Buffer.from(silence.text()), "standard output and error", canaries));
  const below = await findBelow(scratch, canaries);
  found.push(...below.found);
  const arrived = decodeURIComponentSafely(echo.seen.join("\n"));
  return {
    canaries: canaries.length,
    sent: canaries.filter(({ core }) => arrived.includes(core)).length,
    exchanges,
    files: below.files,
    answers,
    printed: printed?.runs ?? 0,
    printedWell: printed?.well ?? 0,
    browserFiles: browser?.files ?? null,
    found: unique(found),
    open: below.open.filter((file) => file.startsWith("share/") && !file.endsWith("/lock")),
  };
}

/** The trial in a folder of its own, removed afterwards. */
export async function trialIn(parent: string, size: TrialSize): Promise<Outcome> {
  const scratch = await mkdtemp(path.join(parent, "envoi-canary-"));
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = path.join(scratch, "tmp");
  await mkdir(process.env["TMPDIR"]);
  try {
    return await tryCanaries(scratch, size);
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
    await rm(scratch, { recursive: true, force: true });
  }
}

async function bytesOf(content: {
  readonly size: number;
  read(start: number, end: number): AsyncIterable<Uint8Array>;
}): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of content.read(0, content.size)) parts.push(part);
  return Buffer.concat(parts);
}

/** What this process says while it runs. */
function listen(): { text(): string; end(): void } {
  const said: string[] = [];
  const streams = [process.stdout, process.stderr] as const;
  const before = streams.map((stream) => stream.write.bind(stream));
  streams.forEach((stream, at) => {
    stream.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
      said.push(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
      return before[at]?.(chunk, ...rest) ?? true;
    }) as typeof stream.write;
  });
  return {
    text: () => said.join(""),
    end: () => streams.forEach((stream, at) => (stream.write = before[at] ?? stream.write)),
  };
}

function git(folder: string, ...words: readonly string[]): string {
  return execFileSync("git", words, { cwd: folder, encoding: "utf8", maxBuffer: 64 << 20 });
}

function unique(found: readonly Finding[]): readonly Finding[] {
  const keys = new Set<string>();
  return found.filter(({ canary, form, place }) => {
    const key = `${canary} ${form} ${place}`;
    return keys.has(key) ? false : (keys.add(key), true);
  });
}

function decodeURIComponentSafely(text: string): string {
  return text.replaceAll(/%[0-9A-Fa-f]{2}/g, (code) =>
    String.fromCharCode(parseInt(code.slice(1), 16)),
  );
}
