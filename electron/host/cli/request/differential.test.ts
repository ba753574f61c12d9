import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { devNull, tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ok, type Peer, type SeenRequest, startPeer } from "../../../client/peer.testing.ts";
import { parseOptions } from "../options/parse.ts";
import { type Messages, openMessages } from "../output/messages.ts";
import { transfer } from "../transfer.ts";
import { requestOf } from "./build.ts";

const curl = spawnSync("curl", ["--version"], { encoding: "utf8" }).stdout ?? "";
if (curl === "") console.log("curl is not installed: the comparison with it is skipped.");

let folder = "";
let peer: Peer;
let messages: Messages;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-curl-"));
  await writeFile(path.join(folder, "lines.txt"), "one\r\ntwo\nthree&=+ é");
  await writeFile(path.join(folder, "netrc"), "machine 127.0.0.1 login ana password s3cret\n");
  await writeFile(path.join(folder, "part.txt"), "X-One: 1\n# nothing\nX-Two: 2\n");
  await writeFile(path.join(folder, "fields.txt"), "X-One: 1\nX-Two: 2\r\n\nX-Three;\n");
  await writeFile(
    path.join(folder, "cookies.txt"),
    "127.0.0.1\tFALSE\t/\tFALSE\t0\ts\t1\n#HttpOnly_127.0.0.1\tFALSE\t/p\tFALSE\t4102444800\tp\t2\n127.0.0.1\tFALSE\t/\tTRUE\t0\tsecure\t3\n",
  );
  peer = await startPeer(() => ok("hi"));
  messages = openMessages(path.join(folder, "messages.txt"), false);
});
afterAll(async () => {
  await messages.close();
  await peer.close();
  await rm(folder, { recursive: true, force: true });
});

/** Everything a server sees but what tells the two programs apart: the agent, the order of fields, the boundary. */
function seen(request: SeenRequest | undefined): unknown {
  const text = request?.bytes.toString("latin1") ?? "";
  const end = text.indexOf("\r\n\r\n");
  const [line, ...fields] = text.slice(0, end).split("\r\n");
  const boundary = /boundary=(\S+)/.exec(text)?.[1];
  const plain = (part: string) =>
    boundary === undefined ? part : part.replaceAll(boundary, "BOUNDARY");
  return {
    line,
    fields: fields
      .filter((field) => !/^(?:user-agent: (?:curl|envoi)\/|content-length:)/i.test(field))
      .map((field) => cookiesSorted(plain(field).trimEnd()))
      .toSorted(),
    body: plain(text.slice(end + 4)),
  };
}

/** curl joins typed cookies without a space and puts longer names first; the RFC has a space and the order of creation. */
function cookiesSorted(field: string): string {
  const pairs = /^Cookie: (.*)$/.exec(field)?.[1];
  return pairs === undefined ? field : `Cookie: ${pairs.split(/; ?/).toSorted().join("; ")}`;
}

const cases: readonly (readonly string[])[] = [
  [],
  ["-X", "PURGE"],
  ["-H", "X-A: 1", "-H", "x-a: 2", "-H", "Accept:", "-H", "X-Empty;"],
  ["-H", "@fields.txt"],
  ["-A", "me/1"],
  ["-A", ""],
  ["-e", "http://from.test/"],
  ["-e", "http://from.test/;auto"],
  ["-e", ";auto"],
  ["--tr-encoding"],
  ["--tr-encoding", "-H", "Connection: close"],
  ["--tr-encoding", "-H", "Connection;"],
  ["-r", "0-99"],
  ["-r", "0-1,4-"],
  ["-d", "a=1", "-d", "b=2"],
  ["-d", "@lines.txt"],
  ["--data-ascii", "x", "-d", "y"],
  ["--data-binary", "@lines.txt"],
  ["--data-raw", "@lines.txt"],
  ["--data-urlencode", "a b&c=d+é/~-._"],
  ["--data-urlencode", "=a b"],
  ["--data-urlencode", "n=a=b c"],
  ["--data-urlencode", "@lines.txt"],
  ["--data-urlencode", "n@lines.txt"],
  ["-G", "-d", "a=1", "--data-urlencode", "q=x y"],
  ["-G", "-d", "a=1", "-I"],
  ["--url-query", "a=b c", "--url-query", "+raw=%20"],
  ["--json", '{"a": 1}'],
  ["--json", "[1", "--json", ",2]", "-H", "Accept: text/plain"],
  ["-T", "lines.txt", "-H", "Expect:"],
  ["-T", "lines.txt", "-X", "POST", "-H", "Expect:"],
  ["-T", "lines.txt", "-C", "4", "-H", "Expect:"],
  ["-T", "lines.txt", "-C", "-", "-H", "Expect:"],
  ["-F", "a=b", "-F", "c=d e"],
  ["-F", "a=b;type=text/x"],
  ["-F", "a=b;filename=c d.txt", "-F", "e=<lines.txt;filename=f"],
  ["-F", "a= \tb c ", "-F", "d= <e>;type=text/x", "-F", 'f=" g "'],
  ["-F", 'a="quoted; text"'],
  ["-F", "a=<lines.txt"],
  ["-F", "f=@lines.txt"],
  ["-F", "f=@lines.txt;type=text/x;filename=other.bin"],
  ["-F", 'f=@lines.txt;filename="a b.txt"'],
  ["--form-string", "a=@b;c"],
  ["-F", 'f=@lines.txt;headers="X-Part: 1"', "-F", "a=v;headers=@part.txt"],
  ["-F", "a=v;encoder=8bit;type=text/x;headers=X-A: 1;headers=X-B: 2"],
  ["--form-escape", "-F", 'a"b=c', "-F", 'f=@lines.txt;filename="q\\"x"'],
  ["-F", 'a"b=c'],
  ["-F", "a=@lines.txt;type=x/y;filename=other.bin"],
  ["-b", "a=1; b=2"],
  ["-b", "a=1", "-b", "b=2"],
  ["-b", "cookies.txt"],
  ["-b", "cookies.txt", "-j"],
  ["-u", "ana:s3cret"],
  ["-u", "ana:"],
  ["--oauth2-bearer", "tok"],
  ["--netrc-file", "netrc"],
  ["--netrc-file", "netrc", "-u", "other:login"],
  ["-I"],
  ["-0"],
  ["--http1.1", "-I"],
  ["--request-target", "*", "-X", "OPTIONS"],
];

/** Words that Envoi does not know the same way yet, or this curl not at all, each with its reason. */
const unlike: readonly {
  readonly words: string;
  readonly reason: string;
  readonly when: boolean;
}[] = [
  {
    words: "--url-query",
    reason: "curl has it since 7.87",
    when: !/^curl (?:7\.8[789]|[89])/.test(curl),
  },
];

describe.runIf(curl !== "")("the same words to curl and to envoi send", () => {
  test.each(cases.map((words) => [words.join(" "), words] as const))("%s", async (text, words) => {
    if (unlike.some((entry) => entry.when && text.includes(entry.words))) return;
    for (const target of ["", "/", "/p/?x=1#f", "/a%20b"]) {
      const url = peer.url + target;
      const before = peer.requests.length;
      await new Promise<void>((resolve, reject) => {
        execFile(
          "curl",
          ["-q", "-s", "-o", "/dev/null", "--noproxy", "*", ...words, url],
          { cwd: folder },
          (error) => (error === null ? resolve() : reject(error)),
        );
      });
      const parsed = parseOptions(["--noproxy", "*", ...words, "-o", devNull]);
      if (parsed.kind === "bad") throw new Error(parsed.message);
      const here = process.cwd();
      process.chdir(folder);
      try {
        const request = await requestOf(parsed.operations[0].given, url);
        const { failure } = await transfer({ request }, parsed.operations[0].given, messages);
        expect(failure).toBeNull();
      } finally {
        process.chdir(here);
      }
      expect(seen(peer.requests[before + 1])).toEqual(seen(peer.requests[before]));
    }
  });
});
