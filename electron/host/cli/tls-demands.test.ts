import { createHash, createPublicKey } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  authority,
  type CertificateMaker,
  openCertificateMaker,
} from "../../wire/connect/certificates.testing.ts";
import { curlIsThere, curlKnows, curlsCode, ourCode } from "./beside-curl.testing.ts";
import { type Messages, openMessages } from "./output/messages.ts";

if (!curlIsThere) console.log("curl is not installed: what TLS demands is not compared with it.");

let folder = "";
let messages: Messages;
let maker: CertificateMaker;
const servers: Server[] = [];
/** By the word that stands for the server in a case. */
const ports = new Map<string, number>();
const pins = new Map<string, string>();

async function serveWith(word: string, name: string, staple: Buffer | null): Promise<void> {
  const { key, cert } = await maker.read(name);
  // curl looks for the signer of a staple among what the server sent.
  const chain = cert + (await maker.read("root")).cert;
  const server = createServer({ key, cert: chain }, (_, reply) => {
    reply.setHeader("Connection", "close").end("hi");
  });
  if (staple !== null) server.on("OCSPRequest", (_cert, _issuer, done) => done(null, staple));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  servers.push(server);
  ports.set(word, (server.address() as AddressInfo).port);
  const der = createPublicKey(cert).export({ type: "spki", format: "der" });
  pins.set(word, `sha256//${createHash("sha256").update(der).digest("base64")}`);
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "envoi-demands-"));
  messages = openMessages(path.join(folder, "messages"), false);
  maker = await openCertificateMaker();
  const root = await maker.make({ name: "root", extensions: authority });
  const other = await maker.make({ name: "other", extensions: authority });
  const good = await maker.make({ name: "good", by: "root" });
  await maker.make({ name: "bad", by: "root" });
  await maker.make({ name: "stranger", by: "other" });
  const before = await maker.revocations("root");
  await maker.revoke("bad");
  const key = createPublicKey(good.cert);
  const files: Readonly<Record<string, string | Buffer>> = {
    "root.pem": root.cert,
    "both.pem": root.cert + other.cert,
    "before.pem": before,
    "crl.pem": await maker.revocations("root"),
    "others.pem": await maker.revocations("other"),
    "key.pem": key.export({ type: "spki", format: "pem" }),
    "key.der": key.export({ type: "spki", format: "der" }),
    "key-other.pem": createPublicKey(other.cert).export({ type: "spki", format: "pem" }),
    "junk.pem": "no key and no list",
  };
  for (const [name, content] of Object.entries(files))
    await writeFile(path.join(folder, name), content);
  await serveWith("G", "good", await maker.staple("good", "root"));
  await serveWith("N", "good", null);
  await serveWith("R", "bad", await maker.staple("bad", "root"));
  await serveWith("O", "stranger", await maker.staple("good", "root"));
}, 60_000);
afterAll(async () => {
  for (const server of servers) server.close();
  await Promise.all([maker.close(), messages.close()]);
  await rm(folder, { recursive: true, force: true });
});

const zeros = `sha256//${"A".repeat(43)}=`;

/** G staples, N does not, R is revoked and says so, O belongs to another authority; `pin(G)` is the pin of the key of G. */
const cases: readonly (readonly [string, number, readonly string[]])[] = [
  ["its pin", 0, ["--pinnedpubkey", "pin(G)", "G"]],
  ["several pins, one of them its own", 0, ["--pinnedpubkey", `${zeros};pin(G)`, "G"]],
  ["the pin of another", 90, ["--pinnedpubkey", "pin(R)", "G"]],
  ["the pin of another, not verified", 90, ["-k", "--pinnedpubkey", "pin(R)", "G"]],
  ["its pin, not verified", 0, ["-k", "--pinnedpubkey", "pin(O)", "O"]],
  ["its pin, and nobody vouches for it", 60, ["--pinnedpubkey", "pin(O)", "O"]],
  ["its key in a PEM file", 0, ["--pinnedpubkey", "key.pem", "G"]],
  ["its key in a DER file", 0, ["--pinnedpubkey", "key.der", "G"]],
  ["another key in a file", 90, ["--pinnedpubkey", "key-other.pem", "G"]],
  ["a file without a key", 90, ["--pinnedpubkey", "junk.pem", "G"]],
  ["no file", 90, ["--pinnedpubkey", "none.pem", "G"]],
  ["no base64", 90, ["--pinnedpubkey", "sha256//none", "G"]],
  ["a staple that says good", 0, ["--cert-status", "G"]],
  ["no staple", 91, ["--cert-status", "N"]],
  ["no staple, not verified", 91, ["-k", "--cert-status", "N"]],
  ["a staple that says revoked", 91, ["--cert-status", "-k", "R"]],
  ["a staple about another certificate", 91, ["--cert-status", "--cacert", "both.pem", "O"]],
  ["a list without it", 0, ["--crlfile", "crl.pem", "G"]],
  ["a list from before it was revoked", 0, ["--crlfile", "before.pem", "-k", "R"]],
  ["a list it is in", 60, ["--crlfile", "crl.pem", "N-revoked"]],
  ["no list of its authority", 60, ["--crlfile", "others.pem", "G"]],
  ["a file without a list", 82, ["--crlfile", "junk.pem", "G"]],
  ["no file of lists", 82, ["--crlfile", "none.pem", "G"]],
  ["signatures it has", 0, ["--sigalgs", "ECDSA+SHA256", "G"]],
  ["signatures it has not", 35, ["--sigalgs", "RSA+SHA256", "G"]],
  ["signatures nobody knows", 59, ["--sigalgs", "NONE+SUCH", "G"]],
];

/** curl has it from 8.14 on. */
const newer = curlKnows("--sigalgs");

describe("what TLS demands, curl's exit code and ours", () => {
  test.each(cases)("%s", async (_, expected, typed) => {
    const authorities = typed.includes("--cacert") ? [] : ["--cacert", "root.pem"];
    const words = [
      ...["--noproxy", "*"],
      ...authorities,
      ...typed.map((word) =>
        word
          .replace(/pin\((\w)\)/, (_, server: string) => pins.get(server) ?? "")
          .replace(/^N-revoked$/, "R")
          .replace(/^[GNRO]$/, (server) => `https://localhost:${ports.get(server)}/`),
      ),
    ];
    if (curlIsThere && (newer || !words.includes("--sigalgs"))) {
      expect(await curlsCode(folder, words)).toBe(expected);
    }
    expect(await ourCode(folder, words, messages)).toBe(expected);
  });
});
