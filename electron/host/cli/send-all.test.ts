import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answer, type Peer, type SeenRequest, startPeer } from "../../client/peer.testing.ts";
import { ntlmUser, startNtlmServer } from "../../client/auth/ntlm-server.testing.ts";
import { parseOptions } from "./options/parse.ts";
import { withUrlFiles } from "./options/url-file.ts";
import { openMessages } from "./output/messages.ts";
import { requestOf } from "./request/build.ts";
import { sendAll } from "./send-all.ts";

let folder: string;
let peer: Peer;
let answer: (request: SeenRequest) => Answer;
const pathOf = ({ head }: SeenRequest): string => head.split(" ")[1] ?? "";
const ok = (body: string, fields = ""): Answer => ({
  bytes: `HTTP/1.1 200 OK\r\n${fields}Content-Length: ${body.length}\r\n\r\n${body}`,
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "envoi-all-"));
  answer = (request) => ok(pathOf(request));
  peer = await startPeer((request) => answer(request));
});
afterEach(async () => {
  await peer.close();
  await rm(folder, { recursive: true, force: true });
});

/** `@` stands for the server's URL, `%` for the folder, `&` for an `@`. */
async function run(words: string) {
  const typed = parseOptions(
    words
      .split(" ")
      .map((word) => word.replace("@", peer.url).replace("%", folder).replace("&", "@")),
  );
  if (typed.kind === "bad") throw new Error(typed.message);
  const parsed = await withUrlFiles(typed);
  const failures: string[] = [];
  const given = parsed.operations.at(-1)?.given ?? [];
  const messages = openMessages(join(folder, "messages"), false);
  try {
    const code = await sendAll(parsed.operations, given, {
      messages,
      failed: ({ code: name }) => void failures.push(name),
      build: async (job) => ({ request: await requestOf(job.given, job.target) }),
    });
    return { code, failures };
  } finally {
    await messages.close();
  }
}
const text = (name: string): Promise<string> => readFile(join(folder, name), "utf8");

test("several URLs go over one connection, each to its own file", async () => {
  expect(await run("@/{a,b}/[1-2] -o %/#2-#1 @/last -o %/last")).toEqual({ code: 0, failures: [] });
  expect(peer.requests.map(pathOf)).toEqual(["/a/1", "/a/2", "/b/1", "/b/2", "/last"]);
  expect(new Set(peer.requests.map(({ connection }) => connection))).toEqual(new Set([1]));
  expect((await readdir(folder)).toSorted()).toEqual([
    "1-a",
    "1-b",
    "2-a",
    "2-b",
    "last",
    "messages",
  ]);
  expect(await text("2-b")).toBe("/b/2");
});

test("-w counts the transfers of a run, those of --next too", async () => {
  await writeFile(join(folder, "format"), "%{stderr}%{urlnum}");
  const number = "-w &%/format";
  await run(`@/{a,b} ${number} -o %/a -o %/b --next @/c ${number} -o %/c`);
  expect(await text("messages")).toBe("012");
});

test("heads, traces, archive and cookies of all of them are in one file each", async () => {
  answer = (request) => ok("x", `Set-Cookie: seen=${pathOf(request).slice(1)}\r\n`);
  const { code } = await run(
    "@/[1-2] -o %/#1 -D %/heads --trace-ascii %/trace --har %/har -c %/jar",
  );
  expect(code).toBe(0);
  expect((await text("heads")).match(/^HTTP/gm)).toHaveLength(2);
  expect((await text("trace")).match(/GET \/[12] /g)).toEqual(["GET /1 ", "GET /2 "]);
  expect(
    (JSON.parse(await text("har")) as { log: { entries: unknown[] } }).log.entries,
  ).toHaveLength(2);
  expect(await text("jar")).toMatch(/seen\t2$/m);
  expect(peer.requests[1]?.field("cookie")).toBe("seen=1");
});

test("the last URL gives the exit code; --fail-early ends at the first that fails", async () => {
  answer = (request) =>
    pathOf(request) === "/bad"
      ? { bytes: "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n" }
      : ok(pathOf(request));
  expect(await run("-f @/{bad,good} -o %/1")).toMatchObject({ code: 0 });
  expect(await run("-f @/{good,bad} -o %/2")).toMatchObject({ code: 22 });
  expect(await run("-f --fail-early @/{bad,good} -o %/3")).toMatchObject({ code: 22 });
  expect(peer.requests.map(pathOf)).toEqual(["/bad", "/good", "/good", "/bad", "/bad"]);
});

test("a later URL goes on with the login of an earlier one", async () => {
  const server = await startNtlmServer();
  const { username, password, domain } = ntlmUser;
  try {
    const login = `${domain}\\${username}:${password}`;
    const { code } = await run(
      `--ntlm -u ${login} ${server.url}/a ${server.url}/b -o %/a -o %/b`.replaceAll("@", "&"),
    );
    expect(code).toBe(0);
    expect(server.seen).toEqual(["1:negotiate", "1:authenticated", "1:in"]);
  } finally {
    await server.close();
  }
});

const digestAsked: Answer = {
  bytes:
    'HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm="r", nonce="n"\r\nContent-Length: 0\r\n\r\n',
};

// curl's test 153 for --digest; --anyauth asks anew what the server takes.
test.each([
  ["--digest", [false, true, true]],
  ["--anyauth", [false, true, false, true]],
])("two URLs with %s", async (option, signed) => {
  answer = (request) =>
    request.field("authorization") === undefined ? digestAsked : ok(pathOf(request));
  expect(await run(`${option} -u me:secret @/a @/b -o %/a -o %/b`)).toMatchObject({ code: 0 });
  const seen = peer.requests.map((request) => request.field("authorization") !== undefined);
  expect(seen).toEqual(signed);
});

test.each([
  [
    "a 101 nobody asked for",
    "",
    "101 Over\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
    "more",
    "more",
  ],
  [
    "--raw and a length",
    "--raw",
    "200 OK\r\nTransfer-Encoding: gzip\r\nContent-Length: 3\r\n\r\n",
    "abcmore",
    "abc",
  ],
  [
    "--raw and chunks",
    "--raw",
    "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    "1\r\na\r\n0\r\n\r\nmore",
    "1\r\na\r\n0\r\n\r\n",
  ],
])("prints what belongs to the reply: %s", async (_, option, head, sent, printed) => {
  answer = () => ({ bytes: `HTTP/1.1 ${head}${sent}`, close: true });
  expect(await run(`${option} @/ -o %/out`.trim())).toEqual({ code: 0, failures: [] });
  expect(await text("out")).toBe(printed);
});

test.each([
  "--resolve bücher.test:PORT:127.0.0.1",
  "--resolve XN--BCHER-KVA.test:PORT:127.0.0.1",
  "--connect-to bücher.test:PORT:127.0.0.1:PORT",
])("a name outside ASCII is found by %s", async (option) => {
  const port = new URL(peer.url).port;
  const words = `${option} http://Bücher.test:PORT/a -o %/a`.replaceAll("PORT", port);
  expect(await run(words)).toEqual({ code: 0, failures: [] });
  expect(peer.requests[0]?.field("host")).toBe(`xn--bcher-kva.test:${port}`);
});

test("--next begins with no options", async () => {
  await run("-d a=b -H X-A:1 @/1 -o %/1 --next @/2 -o %/2");
  expect(peer.requests.map(({ head }) => head.split(" ")[0])).toEqual(["POST", "GET"]);
  expect(peer.requests[1]?.field("x-a")).toBeUndefined();
});

test("--parallel sends at the same time, up to --parallel-max", async () => {
  const waiting: (() => void)[] = [];
  answer = () => (socket) => {
    waiting.push(() => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"));
    // Nobody is answered before all three are there.
    if (waiting.length === 3) for (const reply of waiting) reply();
  };
  expect(await run("-Z --parallel-max 3 @/[1-3] -o %/#1")).toEqual({ code: 0, failures: [] });
  expect(peer.requests).toHaveLength(3);
});

test("URLs of a file stand for themselves and are kept under their names", async () => {
  const lines = ["# none", `${peer.url}/a`, "", `  ${peer.url}/[1-2]\t`, `${peer.url}/c`];
  await writeFile(join(folder, "list"), lines.join("\r\n"));
  expect(await run("-o first --output-dir % --url &%/list")).toEqual({ code: 0, failures: [] });
  expect(peer.requests.map(pathOf)).toEqual(["/a", "/[1-2]", "/c"]);
  expect((await readdir(folder)).toSorted()).toEqual(["[1-2]", "c", "first", "list", "messages"]);
  await expect(run("--url &%/none")).rejects.toMatchObject({ failure: { kind: "not-found" } });
});

test("--rate begins no sooner than it says, one after the other", async () => {
  const began = performance.now();
  expect(await run("--rate 20/s -o %/#1 @/[1-3]")).toMatchObject({ code: 0 });
  expect(performance.now() - began).toBeGreaterThanOrEqual(95);
  await expect(run("--rate 0/s @/a")).rejects.toThrow(/--rate takes/);
});
