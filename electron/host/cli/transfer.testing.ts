import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach } from "vitest";
import { type Answer, type Peer, type SeenRequest, startPeer } from "../../client/peer.testing.ts";
import { has, last, parseOptions } from "./options/parse.ts";
import { openMessages } from "./output/messages.ts";
import { requestOf } from "./request/build.ts";
import { transfer } from "./transfer.ts";

export let folder = "";
let peers: Peer[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-transfer-"));
});
afterEach(async () => {
  await Promise.all(peers.map((peer) => peer.close()));
  peers = [];
  await rm(folder, { recursive: true, force: true });
});

export async function listen(answer: (request: SeenRequest) => Answer): Promise<Peer> {
  const peer = await startPeer(answer);
  peers.push(peer);
  return peer;
}

export const reply = (status: string, fields: readonly string[], body: string): Answer => ({
  bytes: [
    `HTTP/1.1 ${status}`,
    ...fields,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "",
    body,
  ].join("\r\n"),
});

export const at = (name: string) => path.join(folder, name);
export const text = (name: string) => readFile(at(name), "utf8");

/** As `envoi send` does it, with messages and the body in files of the folder. */
export async function run(words: readonly string[]) {
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
