import { spawnSync } from "node:child_process";
import { badCertificates } from "../../electron/client/bad-certificates.testing.ts";
import { badHandshakes } from "../../electron/client/bad-handshakes.testing.ts";
import type { BadServer, Kit } from "../../electron/client/bad-servers.testing.ts";
import { secured } from "../../electron/client/bad-servers.testing.ts";
import {
  authority,
  openCertificateMaker,
} from "../../electron/wire/connect/certificates.testing.ts";
import { tlsMaterial } from "../../electron/wire/connect/tls-material.ts";
import { type BenchClient, type BenchOptions, openClient } from "../client.ts";
import { type Area, areaOf, type Case, type TryArea } from "./area.ts";
import { recipes } from "./tls-recipes.ts";

/**
 * Every kind of bad TLS Envoi knows of must be refused with the reason it says, and every recipe of the suites be refused or taken as it is
 * meant. Certificates are made here, by the openssl command.
 */
export const tls: TryArea = async (suites) => {
  if (spawnSync("openssl", ["version"]).status !== 0) return "there is no openssl command";
  const client = await openClient();
  try {
    const areas: Area[] = [await ownKinds(client)];
    const found = await recipes(suites, client);
    return found === null ? areas : [...areas, found];
  } finally {
    await client.close();
  }
};

async function ownKinds(client: BenchClient): Promise<Area> {
  const maker = await openCertificateMaker();
  const root = await maker.make({ name: "root", extensions: authority });
  const kit: Kit = { maker, root, good: await maker.make({ name: "good", by: "root" }) };
  const ca = { kind: "read", name: "root", bytes: Buffer.from(root.cert) } as const;
  const cases: Case[] = [];
  for (const kind of badCertificates) {
    const server = await secured(kit, await kind.make(maker));
    const host = kind.host ?? "127.0.0.1";
    const options = { material: tlsMaterial(ca, []) };
    const name = `a certificate that ${kind.name}`;
    cases.push(await refused(client, { name, code: String(kind.code), host, server, options }));
  }
  for (const kind of badHandshakes) {
    const server = await kind.start(kit);
    const own = await kind.material?.(kit);
    const material = tlsMaterial(ca, own?.identities ?? []);
    const { code, network = {} } = kind;
    const name = `a handshake that ${kind.name}`;
    const options = { material, network };
    cases.push(await refused(client, { name, code, host: "localhost", server, options }));
  }
  await maker.close();
  return areaOf("tls", 1, cases);
}

interface Attempt {
  readonly name: string;
  readonly code: string;
  readonly host: string;
  readonly server: BadServer;
  readonly options: BenchOptions;
}

async function refused(client: BenchClient, attempt: Attempt): Promise<Case> {
  const { name, code, host, server, options } = attempt;
  const got = await client.send(`https://${host}:${server.port}/`, options).then(
    () => "accepted",
    (thrown: unknown) => (thrown instanceof Error ? thrown.message : "?"),
  );
  await server.close();
  return { id: name, problem: got === code ? null : `${got} instead of ${code}` };
}
