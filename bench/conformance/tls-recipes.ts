import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { createSecureContext, type TlsOptions } from "node:tls";
import {
  type BadServer,
  diffieHellmanFlight,
  type Kit,
  primeOf,
  says,
  secured,
  serverHello,
} from "../../electron/client/bad-servers.testing.ts";
import {
  type CertificateMaker,
  type Issued,
  openCertificateMaker,
} from "../../electron/wire/connect/certificates.testing.ts";
import { tlsMaterial } from "../../electron/wire/connect/tls-material.ts";
import type { BenchClient } from "../client.ts";
import { type Area, areaOf, type Case } from "./area.ts";
import {
  covers,
  dnsNames,
  extensionLines,
  type OpensslConf,
  readConf,
  subjectOf,
} from "./openssl-conf.ts";
import { filesBelow } from "./suites.ts";

/** What the recipes' `__DOMAIN__` and `{{ site.domain }}` become. */
const domain = "badssl.test";

/** What of a recipe decides whether a careful client takes the server. */
interface Served {
  readonly certificate: Issued;
  /** The chain leads to the root, is in time, and strong enough. */
  readonly trusted: boolean;
  readonly names: readonly string[];
}

interface Forge {
  readonly maker: CertificateMaker;
  readonly root: Issued;
  readonly middle: Issued;
  readonly conf: (name: string) => Promise<OpensslConf>;
  readonly made: Map<string, Promise<Served>>;
}

/** Servers of badssl.com's domains and curl's certificates; null: the suites have neither. */
export async function recipes(suites: string, client: BenchClient): Promise<Area | null> {
  const home = join(suites, "tls");
  if (!existsSync(home)) return null;
  const maker = await openCertificateMaker();
  try {
    const cases = [...(await badssl(home, maker, client)), ...(await curl(home, maker, client))];
    return cases.length === 0 ? null : areaOf("tls-recipes", 1, cases);
  } finally {
    await maker.close();
  }
}

async function attempt(
  client: BenchClient,
  server: BadServer,
  {
    id,
    host,
    root,
    accepted,
  }: {
    readonly id: string;
    readonly host: string;
    readonly root: Issued;
    readonly accepted: boolean;
  },
): Promise<Case> {
  const material = tlsMaterial({ kind: "read", name: "root", bytes: Buffer.from(root.cert) }, []);
  const network = { resolve: [`*:${server.port}:127.0.0.1`] };
  const code = await client.send(`https://${host}:${server.port}/`, { material, network }).then(
    () => null,
    (thrown: unknown) => (thrown instanceof Error ? thrown.message : "?"),
  );
  await server.close();
  if (accepted) return { id, problem: code === null ? null : `refused (${code})` };
  const vague = code === "tls-broken" || code === "UNSPECIFIED" || code === "unverified";
  return {
    id,
    problem: code === null ? "accepted" : vague ? `no reason of its own (${code})` : null,
  };
}

// ── badssl.com ──

const folders = [
  "domains/cert",
  "domains/key-exchange",
  "domains/protocol",
  "domains/cipher-suite",
  "domains/known-bad",
  "domains-local-only/cert",
];

async function badssl(
  home: string,
  maker: CertificateMaker,
  client: BenchClient,
): Promise<readonly Case[]> {
  const top = join(home, "badssl");
  if (!existsSync(top)) return [];
  const sources = join(top, "certs", "src", "conf");
  const conf = async (name: string): Promise<OpensslConf> => {
    const text = await readFile(join(sources, `${name}.conf`), "utf8");
    return readConf(text.replaceAll("__DOMAIN__", domain));
  };
  const root = await authorityOf(maker, "root", await conf("ca-root"));
  const middle = await authorityOf(maker, "middle", await conf("ca-intermediate"), "root");
  const forge: Forge = { maker, root, middle, conf, made: new Map() };
  const cases: Case[] = [];
  for (const folder of folders) {
    for (const file of await filesBelow(join(top, folder), ".conf")) {
      const id = `badssl ${basename(file, ".conf")}`;
      const text = await readFile(file, "utf8");
      const host =
        /server_name (\S+);(?![\s\S]*server_name)/.exec(text)?.[1]?.replace(/\{\{.*/, domain) ?? "";
      const included = [...text.matchAll(/nginx-includes\/([\w.-]+)\.conf/g)].map(
        ([, name = ""]) => name,
      );
      const wished = included.find((name) => /^(?:wildcard|subdomain)-/.test(name));
      const transport = included.find((name) => /^(?:tls|ssl)-/.test(name));
      // Revocation is known from a stapled response only; a key of 8192 bits takes a minute to make.
      if (wished === undefined || transport === undefined || /revoked|rsa8192/.test(wished))
        continue;
      const found = forge.made.get(wished) ?? certificateOf(forge, wished);
      forge.made.set(wished, found);
      const served = await found;
      const nginx = await readFile(join(top, "nginx-includes", `${transport}.conf`), "utf8");
      const { server, safe } = await transportOf(
        { maker, root, good: served.certificate },
        top,
        nginx,
      );
      const accepted = safe && served.trusted && covers(served.names, host);
      cases.push(
        await attempt(client, server, {
          id,
          host: host.replace("{{ site.domain }}", domain),
          root,
          accepted,
        }),
      );
    }
  }
  return cases;
}

function authorityOf(
  maker: CertificateMaker,
  name: string,
  conf: OpensslConf,
  by?: string,
): Promise<Issued> {
  // RSA, as they say, but of 2048 bits: 4096 take seconds each.
  return maker.make({
    name,
    key: rsa(2048),
    extensions: extensionLines(conf),
    ...(by === undefined ? {} : { by }),
  });
}

const rsa = (bits: number): readonly string[] => [
  "-algorithm",
  "RSA",
  "-pkeyopt",
  `rsa_keygen_bits:${bits}`,
];
const curve = (name: string): readonly string[] => [
  "-algorithm",
  "EC",
  "-pkeyopt",
  `ec_paramgen_curve:${name}`,
];

/** The certificate an nginx snippet names: "wildcard-KIND" is the wildcard's recipe with one thing changed. */
async function certificateOf(forge: Forge, wished: string): Promise<Served> {
  const { maker, conf, middle } = forge;
  const kind = wished.replace(/^(?:wildcard|subdomain)-/, "");
  const own = wished.startsWith("subdomain-")
    ? wished
    : kind === "fallback"
      ? "fallback"
      : "wildcard";
  const recipe = await conf(own);
  const names = dnsNames(recipe);
  const bits = Number(/^rsa(\d+)$/.exec(kind)?.[1] ?? 2048);
  const digest = /^(?:sha\d+|md5)/.exec(kind)?.[0] ?? "sha256";
  const weak = bits < 2048 || digest === "sha1" || digest === "md5";
  const wish = {
    name: wished,
    subject: subjectOf(recipe),
    extensions: extensionLines(recipe),
    key: kind.startsWith("ecc") ? curve(kind === "ecc384" ? "P-384" : "P-256") : rsa(bits),
    digest: kind === "sha1-intermediate" ? "sha256" : digest,
  };
  const chained = (leaf: Issued, ...others: readonly Issued[]): Issued => ({
    key: leaf.key,
    cert: leaf.cert + others.map(({ cert }) => cert).join(""),
  });
  switch (kind) {
    case "self-signed":
      return { certificate: await maker.make(wish), trusted: false, names };
    case "expired":
      return {
        certificate: chained(await maker.make({ ...wish, by: "middle", to: "20210101" }), middle),
        trusted: false,
        names,
      };
    case "incomplete-chain":
      return { certificate: await maker.make({ ...wish, by: "middle" }), trusted: false, names };
    case "reversed-chain": {
      const leaf = await maker.make({ ...wish, by: "middle" });
      // The key is the intermediate's, so that one is the server's certificate.
      return {
        certificate: { key: middle.key, cert: middle.cert + leaf.cert },
        trusted: false,
        names: [],
      };
    }
    case "sha1-intermediate": {
      const old = await maker.make({
        name: "oldmiddle",
        by: "root",
        key: rsa(2048),
        digest: "sha1",
        extensions: extensionLines(await conf("ca-intermediate")),
      });
      return {
        certificate: chained(await maker.make({ ...wish, by: "oldmiddle" }), old),
        trusted: false,
        names,
      };
    }
    case "untrusted-root":
    case "superfish":
    case "edellroot":
    case "dsdtestprovider":
    case "preact-cli":
    case "webpack-dev-server":
    case "mitm-software":
    case "known-interception":
    case "blocked-interception": {
      // Authorities whose keys anybody has: they are trusted nowhere, and here least.
      const other = await authorityOf(maker, `other-${kind}`, await conf("ca-untrusted-root"));
      return {
        certificate: chained(await maker.make({ ...wish, by: `other-${kind}` }), other),
        trusted: false,
        names,
      };
    }
    default: {
      const leaf = chained(await maker.make({ ...wish, by: "middle" }), middle);
      // More than a hundred kilobytes of certificate are not read.
      return { certificate: leaf, trusted: !weak && leaf.cert.length < 140_000, names };
    }
  }
}

/** A server with the versions, ciphers and Diffie-Hellman parameters of an nginx snippet, and whether a careful client speaks with it. */
async function transportOf(
  kit: Kit,
  top: string,
  nginx: string,
): Promise<{ readonly server: BadServer; readonly safe: boolean }> {
  const protocols = /ssl_protocols ([^;]+);/.exec(nginx)?.[1]?.split(/\s+/) ?? ["TLSv1.2"];
  const ciphers = /ssl_ciphers '([^']+)'/.exec(nginx)?.[1] ?? "DEFAULT";
  const parameters = /ssl_dhparam .*\/([\w-]+)\.pem/.exec(nginx)?.[1] ?? null;
  const known = protocols.filter((name) => name.startsWith("TLS")) as TlsOptions["minVersion"][];
  // OpenSSL 3 has no SSL, no RC4 and no 3DES any more: the server's hello is enough to be refused.
  if (known.length === 0) return { server: await says(serverHello("0300", "0005")), safe: false };
  const gone = /^RC4.*MD5/.test(ciphers) ? "0004" : ciphers.startsWith("RC4") ? "0005" : "000a";
  const list = `${ciphers}:@SECLEVEL=0`;
  if (!exists(list)) return { server: await says(serverHello("0303", gone)), safe: false };
  const bits = Number(/^dh(\d+)$/.exec(parameters ?? "")?.[1] ?? 2048);
  const onlyDhe = ciphers.startsWith("DHE");
  if (bits < 1024 || (bits === 1024 && onlyDhe))
    return {
      server: await says(
        diffieHellmanFlight(
          primeOf(bits),
          kit.good.cert.split(/(?<=-----END CERTIFICATE-----\n)/)[0] ?? "",
        ),
      ),
      safe: false,
    };
  const [file] =
    parameters === null ? [] : await filesBelow(join(top, "certs"), `${parameters}.pem`);
  const [minVersion, maxVersion] = [known[0] ?? "TLSv1", known.at(-1) ?? "TLSv1.2"];
  const server = await secured(kit, {
    minVersion,
    maxVersion,
    ciphers: list,
    ...(file === undefined || bits < 2048 ? {} : { dhparam: await readFile(file) }),
  });
  const modern = known.includes("TLSv1.2") || known.includes("TLSv1.3");
  const soundGroup = !onlyDhe || !/composite|subgroup/.test(parameters ?? "");
  return { server, safe: modern && soundGroup && !ciphers.startsWith("NULL") };
}

function exists(ciphers: string): boolean {
  try {
    createSecureContext({ ciphers });
    return true;
  } catch {
    return false;
  }
}

// ── curl ──

/** curl's certificates are for `localhost`, or just not. */
async function curl(
  home: string,
  maker: CertificateMaker,
  client: BenchClient,
): Promise<readonly Case[]> {
  const files = await filesBelow(join(home, "curl-certs"), ".prm");
  const own = files.find((file) => basename(file) === "test-ca.prm");
  if (own === undefined) return [];
  const root = await authorityOf(maker, "curl", readConf(await readFile(own, "utf8")));
  const cases: Case[] = [];
  for (const file of files) {
    if (file === own) continue;
    const conf = readConf(await readFile(file, "utf8"));
    const name = basename(file, ".prm");
    const extensions = extensionLines(conf);
    const good = await maker.make({ name, by: "curl", subject: subjectOf(conf), extensions });
    const purposes = extensions.find((line) => line.startsWith("extendedKeyUsage"));
    const accepted =
      covers(dnsNames(conf), "localhost") &&
      (purposes === undefined || purposes.includes("serverAuth"));
    const server = await secured({ maker, root, good }, {});
    cases.push(
      await attempt(client, server, { id: `curl ${name}`, host: "localhost", root, accepted }),
    );
  }
  return cases;
}
