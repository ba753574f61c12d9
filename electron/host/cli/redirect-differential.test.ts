import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { devNull, tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Peer, reply, type SeenRequest, startPeer } from "../../client/peer.testing.ts";
import { parseOptions } from "./options/parse.ts";
import { type Messages, openMessages } from "./output/messages.ts";
import { requestOf } from "./request/build.ts";
import { transfer } from "./transfer.ts";
import { exitCodeOf } from "./exit-code.ts";
import { toFailure } from "../../../shared/model/failure.ts";

const curl = spawnSync("curl", ["--version"], { encoding: "utf8" }).stdout ?? "";
if (curl === "") console.log("curl is not installed: the comparison with it is skipped.");

let folder = "";
let peer: Peer;
let messages: Messages;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-redirects-"));
  await writeFile(
    path.join(folder, "netrc"),
    "machine a.test login ana password one\nmachine b.test login bo password two\n",
  );
  // Both a server and the proxy to every host there is: /STATUS/TARGET redirects.
  peer = await startPeer(({ head }) => {
    const target = head.split(" ")[1] ?? "";
    const [, status, to] = /\/(30\d)\/(.*)$/.exec(target) ?? [];
    return status === undefined
      ? reply("200 OK", "here")
      : reply(`${status} Moved`, "moved", `Location: ${to?.replaceAll("!", "/")}\r\n`);
  });
  messages = openMessages(path.join(folder, "messages.txt"), false);
});
afterAll(async () => {
  await messages.close();
  await peer.close();
  await rm(folder, { recursive: true, force: true });
});

const shown = ({ head, bytes }: SeenRequest): string => {
  const text = bytes.toString("latin1");
  const login = /^authorization: .*$/im.exec(head)?.[0] ?? "";
  return `${text.slice(0, text.indexOf("\r\n"))} [${text.slice(text.indexOf("\r\n\r\n") + 4)}] ${login}`.trim();
};

async function byCurl(words: readonly string[]): Promise<number> {
  return await new Promise((resolve) => {
    execFile("curl", ["-q", "-s", "-o", devNull, ...words], { cwd: folder }, (error) =>
      resolve(error === null ? 0 : Number(error.code)),
    );
  });
}

async function byEnvoi(words: readonly string[]): Promise<number> {
  const parsed = parseOptions([...words, "-o", devNull]);
  if (parsed.kind === "bad") throw new Error(parsed.message);
  const [{ given, targets }] = parsed.operations;
  const here = process.cwd();
  process.chdir(folder);
  try {
    const request = await requestOf(given, targets[0] ?? "");
    return (await transfer({ request }, given, messages)).code;
  } catch (thrown) {
    return exitCodeOf(toFailure(thrown));
  } finally {
    process.chdir(here);
  }
}

/** `@`: the peer itself, `~`: through it as a proxy. */
const cases: readonly (readonly string[])[] = [
  ...["301", "302", "303", "307", "308"].flatMap((status) => [
    ["-L", "-d", "a=1", `@/${status}/!x`],
    ["-L", "-I", `@/${status}/!x`],
    ["-L", "-T", "netrc", "-H", "Expect:", `@/${status}/!x`],
    ["-L", "-d", "a=1", "--post301", "--post302", "--post303", `@/${status}/!x`],
    ["-L", "-d", "a=1", `--post${status}`, `@/${status}/!x`].filter(
      (word) => !/post30[78]/.test(word),
    ),
  ]),
  ["@/302/!x"],
  ["-L", "@/302/x?y#z"],
  ["-L", "@/302/?q"],
  ["-L", "@/302/..!x!.!y"],
  ["-L", "--max-redirs", "0", "@/302/!x"],
  ["-L", "--max-redirs", "1", "@/302/!302!!x"],
  ["-L", "--max-redirs", "2", "@/302/!302!!x"],
  ["-L", "--max-redirs", "-1", "@/302/!x"],
  ["-L", "@/302/foo:!!x"],
  ["-L", "--proto-redir", "=https", "@/302/!x"],
  ["-L", "--proto-redir", "-http", "@/302/!x"],
  ["-L", "--proto", "=http", "@/302/https:!!127.0.0.1:1!"],
  ["--proto", "=https", "@/"],
  ["--proto", "-all,http", "@/"],
  ["--proto", "-all", "@/"],
  ["--proto-default", "http", "@@/"],
  ["--proto-default", "https", "127.0.0.1:1/"],
  ["foo://127.0.0.1/"],
  ["--disallow-username-in-url", "http://u@127.0.0.1:1/"],
  ["-L", "-e", "http://from.test/;auto", "@/302/!x"],
  ["-L", "--netrc-file", "netrc", "~http://a.test/302/http:!!b.test!x"],
  ["-L", "--netrc-file", "netrc", "~http://a.test/302/http:!!b.test!302!http:!!a.test!x"],
  ["-L", "--netrc-file", "netrc", "~http://a.test/302/!x"],
  ["-L", "-u", "me:too", "~http://a.test/302/http:!!b.test!x"],
  ["--location-trusted", "-u", "me:too", "~http://a.test/302/http:!!b.test!x"],
  ["--location-trusted", "-H", "Authorization: Bearer t", "~http://a.test/302/http:!!b.test!x"],
  ["-L", "-H", "Authorization: Bearer t", "~http://a.test/302/http:!!b.test!x"],
];

describe.runIf(curl !== "")("redirects: the same words to curl and to envoi send", () => {
  test.each(cases.map((words) => [words.join(" "), words] as const))("%s", async (_, words) => {
    const proxied = words.some((word) => word.startsWith("~"));
    const typed = [
      ...(proxied ? ["-x", peer.url] : ["--noproxy", "*"]),
      ...words.map((word) =>
        word
          .replace(/^@@/, peer.url.replace("http://", ""))
          .replace(/^@/, peer.url)
          .replace(/^~/, ""),
      ),
    ];
    const seen = async (send: (words: readonly string[]) => Promise<number>) => {
      const before = peer.requests.length;
      const code = await send(typed);
      return { code, requests: peer.requests.slice(before).map(shown) };
    };
    const theirs = await seen(byCurl);
    expect(await seen(byEnvoi)).toEqual(theirs);
  });
});

test("-n and -L: a host the file does not name gets nothing (curl before 8.11.1 gave it the first one's), one it names gets its own", async () => {
  const before = peer.requests.length;
  const words = ["-L", "--netrc-file", "netrc", "-x", peer.url];
  await byEnvoi([...words, "http://a.test/302/http:!!c.test!x"]);
  await byEnvoi([...words, "http://c.test/302/http:!!b.test!x"]);
  expect(peer.requests.slice(before).map((request) => shown(request).split("] ")[1])).toEqual([
    "Authorization: Basic YW5hOm9uZQ==",
    undefined,
    undefined,
    "Authorization: Basic Ym86dHdv",
  ]);
});
