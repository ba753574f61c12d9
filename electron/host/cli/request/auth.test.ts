import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  ntlmUser,
  type NtlmServer,
  startNtlmServer,
} from "../../../client/auth/ntlm-server.testing.ts";
import { openTestClient, type TestClient } from "../../../client/client.testing.ts";
import { type Peer, reply, startPeer, ok } from "../../../client/peer.testing.ts";
import { parseOptions } from "../options/parse.ts";
import { requestOf } from "./build.ts";

let client: TestClient;
let ntlm: NtlmServer;
let digest: Peer;
beforeAll(async () => {
  client = await openTestClient();
  ntlm = await startNtlmServer();
  digest = await startPeer((request) =>
    request.field("authorization") === undefined
      ? reply("401 No", "", 'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"\r\n')
      : ok("in"),
  );
});
afterAll(async () => {
  await client.close();
  await Promise.all([ntlm.close(), digest.close()]);
});

async function built(words: readonly string[], url = "http://h/") {
  const parsed = parseOptions(words);
  if (parsed.kind === "bad") throw new Error(parsed.message);
  return await requestOf(parsed.operations[0].given, url);
}

test.each<readonly [readonly string[], object]>([
  [[], { kind: "none" }],
  [["-u", "a:b:c"], { kind: "basic", username: "a", password: "b:c" }],
  [["-u", "a", "--digest"], { kind: "digest", username: "a", password: "" }],
  [["--digest", "-u", "a:b", "--basic"], { kind: "basic" }],
  [["--ntlm", "-u", "D\\u:p"], { kind: "ntlm", username: "D\\u" }],
  [["--negotiate", "-u", ":"], { kind: "negotiate", servicePrincipal: "" }],
  [["--negotiate"], { kind: "negotiate" }],
  [["--anyauth", "-u", "a:b"], { kind: "any" }],
  [["--digest"], { kind: "digest", username: "" }],
  [["--oauth2-bearer", "t", "-u", "a:b"], { kind: "basic" }],
  [["-u", "a:b", "--oauth2-bearer", "t"], { kind: "bearer", token: "t" }],
  [
    ["--aws-sigv4", "aws:amz:eu-west-1:s3", "-u", "K:S"],
    { kind: "awsv4", accessKeyId: "K", secretAccessKey: "S", region: "eu-west-1", service: "s3" },
  ],
  [["--aws-sigv4", "aws:amz", "-u", "K:S"], { kind: "awsv4", region: "", service: "" }],
])("%j", async (words, auth) => {
  expect((await built(words)).auth).toMatchObject(auth);
});

test("another provider's signature, and a netrc file that is not there, are refused", async () => {
  await expect(built(["--aws-sigv4", "osc", "-u", "K:S"])).rejects.toMatchObject({
    failure: { kind: "input", place: "--aws-sigv4" },
  });
  await expect(built(["--netrc-file", "/nowhere/netrc"])).rejects.toMatchObject({
    failure: { code: "auth-file" },
  });
});

test("a netrc login goes by the scheme that was asked for", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "envoi-netrc-"));
  const file = path.join(folder, "netrc");
  await writeFile(file, "machine h login a password b");
  const login = { username: "a", password: "b" };
  for (const [option, kind] of [
    ["--digest", "digest"],
    ["--ntlm", "ntlm"],
    ["--anyauth", "any"],
    ["--basic", "basic"],
  ] as const)
    expect((await built(["--netrc-file", file, option])).auth).toMatchObject({ kind, ...login });
  await rm(folder, { recursive: true });
});

test("the servers are answered", async () => {
  const { username, password, domain } = ntlmUser;
  const login = `${domain}\\${username}:${password}`;
  for (const scheme of ["--ntlm", "--anyauth"]) {
    const sent = await client.send(await built([scheme, "-u", login], ntlm.url));
    expect(sent.exchange.hops.at(-1)?.response?.status).toBe(200);
  }
  const url = digest.url.replace("//", "//ana:s@");
  const sent = await client.send(await built(["--digest"], url));
  expect(sent.exchange.hops.at(-1)?.response?.status).toBe(200);
  expect(digest.requests.at(-1)?.field("authorization")).toContain('username="ana"');
});
