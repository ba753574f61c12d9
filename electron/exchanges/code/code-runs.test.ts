import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CodeTarget } from "../../../shared/formats/code/code-request.ts";
import { isUnusualTarget, ownHeaders } from "../../../shared/formats/code/head.ts";
import { targetsFor } from "../../../shared/formats/code/targets.ts";
import type { HttpRequest } from "../../../shared/model/request.ts";
import { input, openWorld, sendAll, type World } from "../world.testing.ts";
import { type Message, messageOf, type Recorder, startRecorder } from "./recorder.testing.ts";
import { runnerOf } from "./runs.testing.ts";

// Code is run, and what the server got is compared with what it got from Envoi. Every case takes minutes: targets that send something of
// their own run one unless ENVOI_CODE_RUNS=all.
const all = process.env["ENVOI_CODE_RUNS"] === "all";

let world: World;
let recorder: Recorder;

beforeAll(async () => {
  world = await openWorld();
  recorder = await startRecorder();
});

afterAll(async () => {
  await recorder.close();
  await world.close();
});

const nasty = `"double" 'single' \`tick\` $HOME \${x} $(id) #{1+1} \\n \\u0041 %s %d %PATH% {0} {{open ?? é ☃ 😀 \u2028 \u202e ;&|<>^!~*`;
const row = (name: string, value: string) => ({ name, value });

const together = "everything at once";
const cases: Readonly<Record<string, (port: number, folder: string) => Partial<HttpRequest>>> = {
  [together]: (_, folder) => ({
    method: "PUT",
    url: "/all?x=1&x=2&q=%20%2B+c&$=y",
    headers: [
      row("X-Quotes", `it's "quoted" $HOME \`id\` \\ %PATH% #{x} {y}`),
      row("X-Twice", "one"),
      row("x-twice", "two"),
      row("X-At", "@file"),
    ],
    body: {
      kind: "multipart",
      parts: [
        {
          name: "nasty",
          kind: "text",
          value: `@${nasty}\r\n\ta\u0000b\u0001\u007f8\u00a0`,
          paths: [],
        },
        { name: "cargo", kind: "file", value: "", paths: [path.join(folder, "it's a $file.bin")] },
      ],
    },
    auth: { kind: "basic", username: "me:$x", password: "'\"\\" },
  }),
  "a query and headers": () => ({
    method: "GET",
    url: "/a/b?x=1&x=2&q=%20%2B+c&e=%C3%A9&$=y",
    headers: [
      row("X-First", "1"),
      row("aLpHa", `it's "quoted" $HOME \`id\` \\ %PATH% #{x} {y}`),
      row("X-Url", "http://x/?a=b&c=%d;e"),
      row("X-At", "@file"),
    ],
  }),
  "two headers of one name, and an empty one": () => ({
    url: "/twice",
    headers: [row("X-Twice", "one"), row("x-twice", "two"), row("X-Empty", ""), row("X-Z", "é☃")],
  }),
  "a nasty body": () => ({
    method: "POST",
    url: "/nasty",
    body: { kind: "text", text: nasty },
    auth: { kind: "basic", username: "me:$x", password: "'\"\\" },
  }),
  "a body of lines that begins with @": () => ({
    method: "PUT",
    url: "/lines",
    body: { kind: "json", text: '@{\n  "a": "b",\r\n\t"c": 1\n}\n' },
  }),
  "controls and NUL": () => ({
    method: "POST",
    url: "/controls",
    body: { kind: "text", text: "a\u0000b\u0001\u001b7\u007f8\u00a0\ufeff\r" },
  }),
  "a form": () => ({
    method: "PATCH",
    url: "/form",
    body: { kind: "form", rows: [row("a b", "c&d"), row("a", "é"), row("", "=")] },
  }),
  "an empty post": () => ({ method: "POST", url: "/empty" }),
  "an empty form": () => ({ method: "POST", url: "/none", body: { kind: "form", rows: [] } }),
  "a body that looks like an option": () => ({
    method: "POST",
    url: "/dash",
    body: { kind: "text", text: "--data=x" },
  }),
  "another method": () => ({ method: "DELETE", url: "/gone" }),
  "a file": (_, folder) => ({
    method: "POST",
    url: "/file",
    body: {
      kind: "file",
      files: [{ path: path.join(folder, "it's a $file.bin"), contentType: "", selected: true }],
    },
  }),
  "a multipart body": (_, folder) => ({
    method: "POST",
    url: "/parts",
    body: {
      kind: "multipart",
      parts: [
        { name: "note", kind: "text", value: `@x;"'$\n2`, paths: [] },
        {
          name: "typed",
          kind: "text",
          value: `"{}"\\`,
          paths: [],
          contentType: "application/json",
        },
        { name: "cargo", kind: "file", value: "", paths: [path.join(folder, "it's a $file.bin")] },
      ],
    },
  }),
  // Longer than a word of a command line, than a string of a class file, and than a chain of `+` some compilers bear.
  "a large body": () => ({
    method: "POST",
    url: "/large",
    body: { kind: "json", text: `[\n${'  "0123456789 $ \\" 0123456789",\n'.repeat(6_000)}0]\n` },
  }),
  "an unusual target": () => ({ url: "/a/../b//c?{x}=[1]&é=\"|\\^`<>&a='" }),
};

const binary = Buffer.from(Array.from({ length: 700 }, (_, index) => (index * 7) % 256));
/** Targets that send the very bytes. */
const exact = new Set(["http", "rust-tcp"]);
/** Whose library sends an unusual target as it is. */
const literalTarget = new Set(["curl", "js-undici"]);
/** Whose library takes ASCII fields alone; of C# it is Mono's, an older one. */
const asciiFields = new Set(["java-httpclient", "kotlin", "csharp"]);

describe.each(targetsFor({ raw: false, socket: false }))("$name", (target) => {
  const run = runnerOf(target);
  if (typeof run === "string") {
    test.skip(run, () => undefined);
    return;
  }
  const several = all || target.id === "http" || target.id.startsWith("curl");
  test.each(several ? Object.keys(cases) : [together])("%s", async (name) => {
    const folder = await mkdtemp(path.join(tmpdir(), "envoi-code-"));
    try {
      await writeFile(path.join(folder, "it's a $file.bin"), binary);
      await world.grants.grant(path.join(folder, "it's a $file.bin"));
      const request = cases[name]?.(recorder.port, folder) ?? {};
      const wide = (request.headers ?? []).some(({ value }) => /[^\u0000-\u007f]/.test(value));
      if (wide && asciiFields.has(target.id)) return;
      const url = `http://127.0.0.1:${recorder.port}${request.url ?? "/"}`;
      const whole = { auth: { kind: "none" } as const, ...request, url };
      const { request: code, problems } = await world.exchanges.code({
        ...input(whole),
        reveal: true,
      });
      expect(problems).toEqual([]);
      if (code === null) throw new Error("no code");
      if (target.id === "http" && hasBytes(code.body?.pieces ?? [])) return;
      await sendAll(world, whole);
      const wanted = recorder.take();
      await run(target.write(code), folder, recorder.port);
      const got = recorder.take();
      if (exact.has(target.id)) {
        // The boundary is drawn anew for each send.
        const plain = (bytes: Buffer): string =>
          bytes.toString("latin1").replaceAll(/envoi-[\w-]{24}/g, "boundary");
        expect(plain(got)).toBe(plain(wanted));
        return;
      }
      compare(
        target,
        messageOf(got),
        messageOf(wanted),
        new Set(ownHeaders(code).map((h) => h.name)),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

function hasBytes(pieces: readonly { readonly kind: string }[]): boolean {
  return pieces.some(({ kind }) => kind !== "text");
}

function compare(
  target: CodeTarget,
  got: Message,
  wanted: Message,
  typed: ReadonlySet<string>,
): void {
  const unusual = isUnusualTarget(wanted.line.split(" ")[1] ?? "");
  if (!unusual || literalTarget.has(target.id)) expect(got.line).toBe(wanted.line);
  else expect(got.line.split(" ")[0]).toBe(wanted.line.split(" ")[0]);
  expect(sameBody(got)).toBe(sameBody(wanted));
  if (target.id === "curl") {
    // curl puts the length last and a form's type where it likes; all else stands in Envoi's order.
    const rest = ({ headers }: Message): readonly string[] =>
      headers
        .filter(([name]) => !/^content-(?:length|type)$/i.test(name))
        .map((field) => field.join(": "));
    expect(rest(got)).toEqual(rest(wanted));
  }
  for (const name of typed) {
    if (/multipart/.test(valueOf(wanted, "content-type")) && /content-type/i.test(name)) continue;
    expect([name, valueOf(got, name)]).toEqual([name, valueOf(wanted, name)]);
  }
}

/** Values of one name as RFC 9110 §5.3 joins them. */
function valueOf({ headers }: Message, name: string): string {
  return headers
    .filter(([key]) => key.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value)
    .join(", ");
}

/** The body with its boundary named. */
function sameBody(message: Message): string {
  const boundary = /boundary=(\S+)/.exec(valueOf(message, "content-type"))?.[1];
  return boundary === undefined ? message.body : message.body.replaceAll(boundary, "boundary");
}
