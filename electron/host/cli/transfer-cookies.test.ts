import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Answer, type Peer, type SeenRequest, startPeer } from "../../client/peer.testing.ts";
import { has, last, parseOptions } from "./options/parse.ts";
import { openMessages } from "./output/messages.ts";
import { requestOf } from "./request/build.ts";
import { transfer } from "./transfer.ts";

let folder = "";
let peers: Peer[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-transfer-"));
});
afterEach(async () => {
  await Promise.all(peers.map((peer) => peer.close()));
  peers = [];
  await rm(folder, { recursive: true, force: true });
});

async function listen(answer: (request: SeenRequest) => Answer): Promise<Peer> {
  const peer = await startPeer(answer);
  peers.push(peer);
  return peer;
}

const reply = (status: string, fields: readonly string[], body: string): Answer => ({
  bytes: [
    `HTTP/1.1 ${status}`,
    ...fields,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "",
    body,
  ].join("\r\n"),
});

const at = (name: string) => path.join(folder, name);
const text = (name: string) => readFile(at(name), "utf8");

/** As `envoi send` does it, with messages and the body in files of the folder. */
async function run(words: readonly string[]) {
  const parsed = parseOptions([
    "--noproxy",
    "*",
    ...words,
    ...(words.includes("-O") || words.includes("-o") ? [] : ["-o", at("body")]),
  ]);
  if (parsed.kind === "bad") throw new Error(parsed.message);
  const [{ given, targets }] = parsed.operations;
  const messages = openMessages(last(given, "stderr") ?? at("messages"), has(given, "trace-time"));
  const url = targets[0] ?? "";
  const outcome = await transfer({ request: await requestOf(given, url) }, given, messages);
  await messages.close();
  return outcome;
}

describe("cookies", () => {
  const setting = () =>
    listen(({ head }) =>
      head.startsWith("GET /a ")
        ? reply(
            "302 Found",
            ["Location: /b", "Set-Cookie: s=1", "Set-Cookie: p=2; Max-Age=1000; HttpOnly"],
            "",
          )
        : reply("200 OK", [], "hi"),
    );
  const sent = (peer: Peer) => peer.requests.map((request) => request.field("Cookie") ?? "");

  test("-b as text is one field, and nothing is kept", async () => {
    const peer = await setting();
    await run([`${peer.url}/a`, "-L", "-b", "x=1", "-b", "y=2; z=3"]);
    expect(sent(peer)).toEqual(["x=1; y=2; z=3", "x=1; y=2; z=3"]);
  });

  test("-c writes what replies set; -b reads it again; -j leaves sessions out", async () => {
    const peer = await setting();
    expect(await run([`${peer.url}/a`, "-L", "-b", at("jar"), "-c", at("jar")])).toMatchObject({
      code: 0,
    });
    expect(await text("jar")).toMatch(
      /^# Netscape HTTP Cookie File\n\n127\.0\.0\.1\tFALSE\t\/\tFALSE\t0\ts\t1\n#HttpOnly_127\.0\.0\.1\tFALSE\t\/\tFALSE\t\d+\tp\t2\n$/,
    );
    await run([`${peer.url}/`, "-b", at("jar")]);
    await run([`${peer.url}/`, "-b", at("jar"), "-j"]);
    await run([`${peer.url}/`, "-b", at("jar"), "-b", "t=3"]);
    expect(sent(peer)).toEqual(["", "s=1; p=2", "s=1; p=2", "p=2", "s=1; p=2; t=3"]);
  });

  test("cookies typed beside a file are not written to it; an empty -b keeps them for the run", async () => {
    const peer = await setting();
    await run([`${peer.url}/`, "-b", "t=3", "-c", at("jar")]);
    expect(await text("jar")).not.toContain("t\t3");
    await run([`${peer.url}/a`, "-L", "-b", ""]);
    expect(sent(peer)).toEqual(["t=3", "", "s=1; p=2"]);
  });

  test("Set-Cookie fields of a file belong to the Domain they name, and to nobody without", async () => {
    const peer = await listen(() => reply("200 OK", [], ""));
    const fields = "Set-Cookie: h=1; HttpOnly\r\nset-cookie: d=2; Domain=127.0.0.1\r\n";
    await writeFile(at("heads"), `HTTP/1.1 200 OK\r\n${fields}`);
    await run([`${peer.url}/`, "-b", at("heads")]);
    await run([`${peer.url}/`, "-b", at("heads"), "-j"]);
    expect(sent(peer)).toEqual(["d=2", ""]);
  });
});
