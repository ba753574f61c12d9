import { execFile, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { devNull, tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toFailure } from "../../../shared/model/failure.ts";
import { openCertificateMaker } from "../../wire/connect/certificates.testing.ts";
import {
  type Peer as Connection,
  type ScriptedServer,
  serve,
} from "../../wire/scripted-peer.testing.ts";
import { exitCodeOf } from "./exit-code.ts";
import { parseOptions } from "./options/parse.ts";
import { type Messages, openMessages } from "./output/messages.ts";
import { requestOf } from "./request/build.ts";
import { transfer } from "./transfer.ts";

const there = spawnSync("curl", ["--version"]).status === 0;
if (!there) console.log("curl is not installed: exit codes are not compared with it.");

let folder = "";
let messages: Messages;
let plain: ScriptedServer;
let secure: ScriptedServer;
let closed = 0;
const reply = (text: string) => text.replaceAll("\n", "\r\n");

/** What the server answers, by path; it closes after each. */
const answers: Readonly<Record<string, string>> = {
  ok: "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi",
  missing: "HTTP/1.1 404 Not Found\nContent-Length: 2\n\nno",
  empty: "",
  interim: "HTTP/1.1 100 Continue\n\n",
  none: "HTTP/1.1 200 OK\nContent-Length: 9\n\n",
  letters: "HTTP/1.1 200 OK\nContent-Length: abc\n\nabc",
  half: "HTTP/1.1 200 OK\nContent-Length: 9\n\nhalf",
  chunk: "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nZZ\nhi\n0\n\n",
  cut: "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhi",
  coded: "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 8\n\nnot gzip",
  longer: "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nhigh\n0\n\n",
  round: "HTTP/1.1 302 Found\nLocation: /round\nContent-Length: 0\n\n",
  large: `HTTP/1.1 200 OK\nContent-Length: 4000\n\n${"x".repeat(4000)}`,
};

async function answer(peer: Connection): Promise<void> {
  await peer.more();
  // The beginning of a TLS handshake.
  if (peer.received()[0] === 0x16) return peer.end(reply("HTTP/1.1 400 Bad Request\n\n"));
  await peer.until("\r\n\r\n");
  const name = /^\S+ \/(\w+)/.exec(peer.received().toString("latin1"))?.[1] ?? "ok";
  if (name !== "silent") peer.end(reply(answers[name] ?? ""));
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-codes-"));
  messages = openMessages(path.join(folder, "messages"), false);
  await writeFile(path.join(folder, "begun"), "0123");
  plain = await serve(answer);
  const maker = await openCertificateMaker();
  const own = await maker.make({ name: "own" });
  secure = await serve(answer, { tls: { key: own.key, cert: own.cert } });
  await maker.close();
  const authorities = path.join(folder, "authorities");
  await mkdir(authorities);
  const [hash] = spawnSync("openssl", ["x509", "-hash", "-noout"], { input: own.cert })
    .stdout.toString()
    .split("\n");
  await writeFile(path.join(authorities, `${hash}.0`), own.cert);
  const gone = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => gone.once("listening", resolve));
  closed = (gone.address() as { port: number }).port;
  await new Promise((resolve) => gone.close(resolve));
}, 60_000);
afterAll(async () => {
  await Promise.all([plain.close(), secure.close(), messages.close()]);
  await rm(folder, { recursive: true, force: true });
});

/** `P` stands for the plain server, `S` for the one with TLS, `X` for a port where nothing listens. */
const cases: readonly (readonly [string, readonly string[]])[] = [
  ["a reply", ["http://P/ok"]],
  ["a status without --fail", ["http://P/missing"]],
  ["a status with --fail", ["-f", "http://P/missing"]],
  ["a status with --fail-with-body", ["--fail-with-body", "http://P/missing"]],
  ["nothing listens", ["http://X/"]],
  ["no such name", ["http://no-such-name.invalid/"]],
  ["no name in an override", ["--resolve", "a.test:P:127.0.0.1", "http://a.test:P/ok"]],
  ["no time left", ["-m", "0.2", "http://P/silent"]],
  ["no reply at all", ["http://P/empty"]],
  ["interim replies alone", ["http://P/interim"]],
  ["a body cut short", ["http://P/half"]],
  ["a body cut off before its first byte", ["http://P/none"]],
  ["a length that is none", ["http://P/letters"]],
  ["a chunk cut short", ["http://P/cut"]],
  ["a bad chunk size", ["http://P/chunk"]],
  ["a chunk longer than it says", ["http://P/longer"]],
  ["a folder of authorities", ["--capath", "authorities", "https://S/ok"]],
  [
    "a SOCKS proxy before the proxy that is not there",
    ["--preproxy", "X", "-x", "X", "http://P/ok"],
  ],
  ["a bad coding", ["--compressed", "http://P/coded"]],
  ["round in circles", ["-L", "--max-redirs", "3", "http://P/round"]],
  ["a circle that is not followed", ["http://P/round"]],
  ["larger than allowed", ["--max-filesize", "100", "http://P/large"]],
  ["no rest to go on with", ["-C", "-", "-o", "begun", "http://P/ok"]],
  ["a certificate nobody vouches for", ["https://S/ok"]],
  ["that certificate, not verified", ["-k", "https://S/ok"]],
  ["plain text where TLS is expected", ["https://P/ok"]],
  ["no such authorities", ["--cacert", "none.pem", "https://S/ok"]],
  ["no such client certificate", ["-k", "-E", "none.pem", "https://S/ok"]],
  ["no such ciphers", ["-k", "--ciphers", "NONE-SUCH", "--tls-max", "1.2", "https://S/ok"]],
  ["no such interface", ["--interface", "nosuch0", "http://P/ok"]],
  ["a proxy where nothing listens", ["-x", "http://X", "http://P/ok"]],
  ["a proxy of no known name", ["-x", "http://no-such-name.invalid:1", "http://P/ok"]],
  ["a file to send that is not there", ["-T", "none", "http://P/ok"]],
  ["a folder that is not there", ["-o", "none/at/all", "http://P/ok"]],
  ["no socket", ["--unix-socket", "none.sock", "http://P/ok"]],
  ["a URL without a host", ["http://"]],
];

describe.runIf(there)("curl's exit code and ours", () => {
  test.each(cases)("%s", async (_, typed) => {
    const words = typed.map((word) =>
      word
        .replace(/(^|[/:])P(?=[:/]|$)/g, (_, before: string) =>
          before === ":" || word.includes("a.test")
            ? `${before}${plain.port}`
            : `${before}127.0.0.1:${plain.port}`,
        )
        .replace("//S", `//127.0.0.1:${secure.port}`)
        .replace("//X", `//127.0.0.1:${closed}`)
        .replace(/^X$/, `127.0.0.1:${closed}`),
    );
    const quiet = words.includes("-o") ? [] : ["-o", devNull];
    await writeFile(path.join(folder, "begun"), "0123");
    const theirs = await new Promise<number>((resolve) => {
      const direct = words.includes("-x") ? [] : ["--noproxy", "*"];
      execFile("curl", ["-q", "-s", ...direct, ...quiet, ...words], { cwd: folder }, (error) =>
        resolve(error === null ? 0 : Number(error.code)),
      );
    });
    await writeFile(path.join(folder, "begun"), "0123");
    const here = process.cwd();
    process.chdir(folder);
    let code: number;
    try {
      const parsed = parseOptions([
        ...(words.includes("-x") ? [] : ["--noproxy", "*"]),
        ...quiet,
        ...words,
      ]);
      if (parsed.kind === "bad") throw new Error(parsed.message);
      const [{ given, targets }] = parsed.operations;
      const request = await requestOf(given, targets[0] ?? "");
      code = (await transfer({ request }, given, messages)).code;
    } catch (thrown) {
      code = exitCodeOf(toFailure(thrown));
    } finally {
      process.chdir(here);
    }
    expect(code).toBe(theirs);
  });
});
