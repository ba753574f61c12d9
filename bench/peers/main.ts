import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import {
  createSecureServer,
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from "node:http2";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  authority,
  openCertificateMaker,
} from "../../electron/wire/connect/certificates.testing.ts";
import { tlsMaterial } from "../../electron/wire/connect/tls-material.ts";
import { openClient } from "../client.ts";
import { type Ask, type Ground, type Peer, peers } from "./list.ts";
import { packageLoader } from "./packages.ts";
import { tryKerberos } from "./kerberos.ts";
import { tryPackages } from "./servers.ts";
import { tryWireshark } from "./wireshark.ts";
import { openEcho, socketPeers, talkToEcho } from "./sockets.ts";
import { findProgram, freePort, runsWell, startProgram } from "./start.ts";

/**
 * `npm run peers -- [name…] [--install]`: starts the real servers that are installed, on loopback, sends to each through Envoi's client, prints
 * what passed and which were missing, and stops them. `--install` fetches servers that are packages of npm into a folder of their own.
 * Exit code 1: one failed.
 */
const given = process.argv.slice(2);
const install = given.includes("--install");
const names = given.filter((word) => word !== "--install");
const folder = await mkdtemp(join(tmpdir(), "envoi-peers-"));
const maker = await openCertificateMaker();
const root = await maker.make({ name: "root", extensions: authority });
const good = await maker.make({ name: "localhost", by: "root" });
await mkdir(join(folder, "www"));
await writeFile(join(folder, "www", "index.html"), "<p>a page</p>\n");
await writeFile(join(folder, "cert.pem"), good.cert);
await writeFile(join(folder, "key.pem"), good.key, { mode: 0o600 });
await writeFile(join(folder, "both.pem"), good.cert + good.key, { mode: 0o600 });

const origin = createServer((_request, response) => response.end("origin")).listen(0, "127.0.0.1");
await once(origin, "listening");
const answer = (_: Http2ServerRequest, response: Http2ServerResponse) => response.end("two");
const two = {
  secure: createSecureServer({ cert: good.cert, key: good.key }, answer),
  clear: createHttp2Server(answer),
};
for (const server of Object.values(two)) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}
const echo = await openEcho();
const client = await openClient();
const material = tlsMaterial({ kind: "read", name: "root", bytes: Buffer.from(root.cert) }, []);

const missing: string[] = [];
let failed = 0;
for (const peer of [...peers, ...socketPeers]) {
  if (names.length > 0 && !names.includes(peer.name)) continue;
  const program = peer.programs.map(findProgram).find((file) => file !== null) ?? null;
  if (program === null || !(await runsWell(peer.needs))) missing.push(peer.name);
  else failed += await tryPeer(peer, program);
}
const packages = await tryPackages(names, packageLoader(folder, install), client);
failed += packages.failed;
missing.push(...packages.missing.map((name) => `${name} (npm: --install)`));
if (names.length === 0 || names.includes("tshark")) failed += await capture();
if (names.length === 0 || names.includes("kerberos")) failed += await tickets();
if (missing.length > 0) console.log(`not installed: ${missing.join(", ")}`);
await client.close();
await echo.close();
origin.closeAllConnections();
origin.close();
for (const server of Object.values(two)) server.close();
await maker.close();
await rm(folder, { recursive: true, force: true });
if (failed > 0) process.exitCode = 1;

/** A capture opened by the key log. */
async function capture(): Promise<number> {
  const tshark = findProgram("tshark");
  if (tshark === null) {
    missing.push("tshark");
    return 0;
  }
  try {
    const problems = await tryWireshark(tshark, { folder, good, material });
    console.log(`tshark, by the key log: ${2 - problems.length} of 2`);
    for (const problem of problems) console.log(`  ${problem}`);
    return problems.length;
  } catch (thrown) {
    console.log(`tshark: not tried, ${thrown instanceof Error ? thrown.message : "?"}`);
    return 0;
  }
}

/** Negotiate with a ticket of a KDC. */
async function tickets(): Promise<number> {
  const tried = await tryKerberos(folder, client);
  if (tried === null) {
    missing.push("kerberos (MIT's KDC, kinit, curl and python3-gssapi)");
    return 0;
  }
  console.log(`kerberos: ${tried.passed} of ${tried.passed + tried.problems.length}`);
  for (const problem of tried.problems) console.log(`  ${problem}`);
  return tried.problems.length;
}

function portOf(server: { address(): string | AddressInfo | null }): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function problemOf({ url, network = {}, version, echo: talks }: Ask): Promise<string | null> {
  try {
    if (talks === true) {
      const talk = talkToEcho();
      await client.send(url, { material, network, socket: talk.use });
      const problem = talk.problem();
      return problem === null ? null : `${url} ${JSON.stringify(network)}: ${problem}`;
    }
    const { hops } = await client.send(url, { material, network });
    const got = hops.at(-1)?.response?.httpVersion;
    return version === undefined || got === version ? null : `${url}: it came in HTTP/${got}`;
  } catch (thrown) {
    return `${url} ${JSON.stringify(network)}: ${thrown instanceof Error ? thrown.message : "?"}`;
  }
}

async function tryPeer(peer: Peer, program: string): Promise<number> {
  const port = await freePort();
  const ground: Ground = {
    folder,
    port,
    origin: portOf(origin),
    socket: echo.port,
    two: { secure: portOf(two.secure), clear: portOf(two.clear) },
  };
  for (const [name, text] of Object.entries(peer.files?.(ground) ?? {})) {
    await writeFile(join(folder, name), text);
  }
  const asks = peer.asks(ground);
  const problems: string[] = [];
  try {
    const running = await startProgram(program, peer.words(ground), { port, folder });
    for (const ask of asks) {
      const problem = await problemOf(ask);
      if (problem !== null) problems.push(problem);
    }
    await running.stop();
  } catch (thrown) {
    problems.push(`did not start: ${thrown instanceof Error ? thrown.message : "?"}`);
  }
  console.log(`${peer.name}: ${Math.max(0, asks.length - problems.length)} of ${asks.length}`);
  for (const problem of problems) console.log(`  ${problem}`);
  return problems.length;
}
