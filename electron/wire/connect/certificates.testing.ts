import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface Issued {
  readonly key: string;
  readonly cert: string;
}

export interface CertificateWish {
  readonly name: string;
  /** Of another certificate made here; default: signed by itself. */
  readonly by?: string;
  /** Extension lines; default: an end entity for `localhost` and 127.0.0.1. */
  readonly extensions?: readonly string[];
  /** YYYYMMDD; default 20200101 to 20490101. */
  readonly from?: string;
  readonly to?: string;
  readonly key?: readonly string[];
  readonly digest?: string;
  /** As openssl's -subj; default: an organisation, and the name as common name. */
  readonly subject?: string;
}

export interface CertificateMaker {
  make(wish: CertificateWish): Promise<Issued>;
  /** One made before. */
  read(name: string): Promise<Issued>;
  revoke(name: string): Promise<void>;
  /** An OCSP response about a certificate, signed by its authority `by`, for a day from now. */
  staple(name: string, by: string): Promise<Buffer>;
  /** What `by` has revoked so far, in PEM, for a month from now. */
  revocations(by: string): Promise<string>;
  close(): Promise<void>;
}

export const authority = [
  "basicConstraints=critical,CA:TRUE",
  "keyUsage=critical,keyCertSign,cRLSign",
];
export const endEntity = ["basicConstraints=CA:FALSE", "extendedKeyUsage=serverAuth"];
export const loopbackNames = "subjectAltName=DNS:localhost,IP:127.0.0.1";

/** Makes certificates with the `openssl` command, in a folder of its own. */
export async function openCertificateMaker(): Promise<CertificateMaker> {
  const home = await mkdtemp(join(tmpdir(), "envoi-certificates-"));
  const file = (name: string): string => join(home, name);
  const config = [
    "[ca]",
    "default_ca=d",
    "[d]",
    `database=${file("index.txt")}`,
    `new_certs_dir=${file("new")}`,
    "rand_serial=yes",
    "policy=p",
    "unique_subject=no",
    "[p]",
    "commonName=optional",
    "organizationName=optional",
    "[req]",
    "distinguished_name=n",
    "[n]",
  ];
  await mkdir(file("new"));
  await writeFile(file("index.txt"), "");
  await writeFile(file("ca.cnf"), config.join("\n"));
  return {
    async make(wish) {
      const { name, by, from = "20200101", to = "20490101", digest = "sha256" } = wish;
      const key = wish.key ?? ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
      const paths = {
        key: file(`${name}.key`),
        csr: file(`${name}.csr`),
        crt: file(`${name}.crt`),
      };
      await run("openssl", ["genpkey", ...key, "-out", paths.key]);
      await run("openssl", [
        "req",
        "-new",
        "-config",
        file("ca.cnf"),
        "-key",
        paths.key,
        "-subj",
        wish.subject ?? `/O=Test/CN=${name}`,
        "-out",
        paths.csr,
      ]);
      const extensions = wish.extensions ?? [...endEntity, loopbackNames];
      await writeFile(file(`${name}.ext`), [...extensions, ""].join("\n"));
      const signer =
        by === undefined
          ? ["-selfsign", "-keyfile", paths.key]
          : ["-cert", file(`${by}.crt`), "-keyfile", file(`${by}.key`)];
      await run("openssl", [
        "ca",
        "-batch",
        "-notext",
        "-config",
        file("ca.cnf"),
        "-in",
        paths.csr,
        "-out",
        paths.crt,
        "-md",
        digest,
        "-startdate",
        `${from}000000Z`,
        "-enddate",
        `${to}000000Z`,
        "-extfile",
        file(`${name}.ext`),
        ...signer,
      ]);
      return { key: await readFile(paths.key, "utf8"), cert: await readFile(paths.crt, "utf8") };
    },
    read: async (name) => ({
      key: await readFile(file(`${name}.key`), "utf8"),
      cert: await readFile(file(`${name}.crt`), "utf8"),
    }),
    async revoke(name) {
      const signer = ["-cert", file("root.crt"), "-keyfile", file("root.key")];
      const words = ["ca", "-config", file("ca.cnf"), "-md", "sha256", ...signer];
      await run("openssl", [...words, "-revoke", file(`${name}.crt`)]);
    },
    async staple(name, by) {
      const to = file(`${name}.ocsp`);
      await run("openssl", [
        ...["ocsp", "-index", file("index.txt"), "-CA", file(`${by}.crt`)],
        ...["-rsigner", file(`${by}.crt`), "-rkey", file(`${by}.key`)],
        ...["-issuer", file(`${by}.crt`), "-cert", file(`${name}.crt`)],
        ...["-ndays", "1", "-noverify", "-respout", to],
      ]);
      return readFile(to);
    },
    async revocations(by) {
      const signer = ["-cert", file(`${by}.crt`), "-keyfile", file(`${by}.key`)];
      const words = ["ca", "-config", file("ca.cnf"), "-md", "sha256", ...signer];
      const { stdout } = await run("openssl", [...words, "-gencrl", "-crldays", "30"]);
      return stdout;
    },
    close: () => rm(home, { recursive: true, force: true }),
  };
}
