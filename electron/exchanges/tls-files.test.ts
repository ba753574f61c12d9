import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { defaultNetwork, type OwnNetwork } from "../../shared/model/network/network.ts";
import type { LoadedFile, TlsMaterial } from "../wire/connect/tls-material.ts";
import { readableFile, readableFolder } from "./file-access.ts";
import { createResolver } from "../../shared/template/resolver.ts";
import { replaceForSending } from "./resolve-text.ts";
import { readTlsFiles } from "./tls-files.ts";

let home: string;
let folder: string;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "envoi-tls-files-"));
  folder = path.join(home, "collection");
  await mkdir(path.join(folder, "certs"), { recursive: true });
  await writeFile(path.join(folder, "certs", "ca.pem"), "inside");
  await writeFile(path.join(home, "outside.pem"), "outside");
  await symlink(path.join(home, "outside.pem"), path.join(folder, "link.pem"));
  await writeFile(path.join(folder, "large.pem"), "");
  await truncate(path.join(folder, "large.pem"), 5 << 20);
  for (const [place, target] of [
    [path.join(folder, "certs", "0a1b2c3d.0"), path.join(folder, "certs", "ca.pem")],
    [path.join(folder, "astray", "0a1b2c3d.0"), path.join(home, "outside.pem")],
    [path.join(home, "system", "0a1b2c3d.0"), path.join(home, "outside.pem")],
    [path.join(home, "system", "0a1b2c3d.1"), path.join(folder, "certs", "ca.pem")],
    [path.join(home, "system", "other.pem"), path.join(folder, "large.pem")],
    [path.join(home, "gone", "0a1b2c3d.0"), path.join(home, "none.pem")],
  ] as const) {
    await mkdir(path.dirname(place), { recursive: true });
    await symlink(target, place);
  }
});
afterAll(() => rm(home, { recursive: true, force: true }));

function read(network: OwnNetwork, granted: readonly string[] = []): Promise<TlsMaterial> {
  const isGranted = (real: string): boolean => granted.includes(real);
  return readTlsFiles(
    { ...defaultNetwork, ...network },
    {
      openFile: (file) => readableFile(file, folder, isGranted),
      openFolder: (file) => readableFolder(file, folder, isGranted),
    },
    replaceForSending(
      createResolver([
        {
          scope: "environment",
          origin: "e",
          variables: [
            { name: "dir", value: "certs" },
            { name: "phrase", value: "", secret: true },
          ],
          secrets: new Map(),
        },
      ]),
    ),
  );
}

const said = (file: LoadedFile | null): string =>
  file === null ? "none" : file.kind === "read" ? file.bytes.toString() : file.failure.code;

describe("the files of the TLS settings", () => {
  it("are not looked for when none is named", async () => {
    const nothing = { ca: null, identities: [], crl: null, pin: null, proxy: null, hash: "" };
    expect(await read({})).toEqual(nothing);
    expect(await read({ pinnedKey: "sha256//no file" })).toEqual(nothing);
  });

  it.each([
    ["inside the collection", "certs/ca.pem", "inside"],
    ["outside it", "../outside.pem", "tls-file-not-granted"],
    ["by a link to the outside", "link.pem", "tls-file-not-granted"],
    ["that is not there", "certs/none.pem", "ENOENT"],
    ["that is not there, outside", "../none.pem", "tls-file-not-granted"],
    ["that is a folder", "certs", "tls-file-not-regular"],
    ["that is too large", "large.pem", "tls-file-too-large"],
  ])("%s", async (_name, caFile, expected) => {
    const { ca } = await read({ caFile });
    expect(said(ca)).toBe(expected);
    if (ca?.kind === "failed") {
      expect(ca.failure.place).not.toContain(home);
      expect(ca.failure.phase).toBe("tls");
    }
  });

  it.each([
    ["inside the collection", "certs", "inside"],
    ["with a link to the outside", "astray", "tls-file-not-granted"],
    ["outside it", "../system", "tls-folder-not-granted"],
    ["that is not there", "none", "ENOENT"],
    ["that is a file", "certs/ca.pem", "tls-folder-not-one"],
    ["without such names", "..", "tls-folder-not-granted"],
  ])("a folder %s", async (_name, caFolder, expected) => {
    const { ca } = await read({ caFolder });
    expect(said(ca).trim()).toBe(expected);
    if (ca?.kind === "failed") {
      expect(ca.failure.place).not.toContain(home);
      expect(ca.failure.phase).toBe("tls");
    }
  });

  it("a folder that was allowed counts with all it links to, beside the file", async () => {
    const system = path.join(home, "system");
    expect((await read({ caFolder: system })).ca).toMatchObject({
      failure: { code: "tls-folder-not-granted", place: system },
    });
    const { ca } = await read({ caFile: "certs/ca.pem", caFolder: system }, [system]);
    expect(said(ca).trim().split("\n")).toEqual(["inside", "outside", "inside"]);
    const gone = path.join(home, "gone");
    expect(said((await read({ caFolder: gone }, [gone])).ca)).toBe("ENOENT");
    expect(said((await read({ caFolder: home }, [home])).ca)).toBe("tls-ca-folder");
  });

  it("and what the system trusts counts beside them", async () => {
    const system = path.join(home, "system.pem");
    await writeFile(system, "-----BEGIN CERTIFICATE-----");
    vi.stubEnv("SSL_CERT_DIR", "");
    vi.stubEnv("SSL_CERT_FILE", system);
    const { ca } = await read({ caFile: "certs/ca.pem", systemCa: true });
    expect(said(ca).split("\n")).toEqual(["inside", "-----BEGIN CERTIFICATE-----"]);
    vi.stubEnv("SSL_CERT_FILE", path.join(home, "none"));
    expect(said((await read({ systemCa: true })).ca)).toBe("tls-ca-system");
    vi.unstubAllEnvs();
  });

  it("may be named by variables; a secret without a value spoils its own certificate alone", async () => {
    const certificate = (domain: string, passphrase: string) => ({
      type: "pkcs12" as const,
      domain,
      pkcs12File: "{{dir}}/ca.pem",
      passphrase,
    });
    const { identities } = await read({
      clientCertificates: [certificate("a.test", "{{phrase}}"), certificate("b.test", "x{{dir}}")],
    });
    expect(identities).toMatchObject([
      {
        domain: "a.test",
        pkcs12: { kind: "failed", failure: { code: "variable-missing-secret" } },
      },
      { domain: "b.test", passphrase: "xcerts", pkcs12: { kind: "read" } },
    ]);
  });

  it("outside it are read when they were picked on this machine; until then their whole path can be allowed", async () => {
    const outside = path.join(home, "outside.pem");
    expect((await read({ caFile: outside })).ca).toMatchObject({
      failure: { code: "tls-file-not-granted", place: outside },
    });
    expect(said((await read({ caFile: outside }, [outside])).ca)).toBe("outside");
  });

  it("give the client certificates that are switched on, one file for both where no key is named", async () => {
    const { identities } = await read({
      clientCertificates: [
        {
          type: "pem",
          domain: "a.test",
          certificateFile: "certs/ca.pem",
          privateKeyFile: "",
          passphrase: "p",
        },
        { type: "pkcs12", domain: "b.test", pkcs12File: "certs/ca.pem", passphrase: "" },
        {
          type: "pkcs12",
          domain: "c.test",
          pkcs12File: "certs/ca.pem",
          passphrase: "",
          disabled: true,
        },
      ],
    });
    expect(identities.map(({ type, domain }) => [type, domain])).toEqual([
      ["pem", "a.test"],
      ["pkcs12", "b.test"],
    ]);
    const [pem] = identities;
    expect(pem?.type === "pem" && said(pem.key)).toBe("inside");
    const changed = await read({
      clientCertificates: [
        { type: "pkcs12", domain: "b.test", pkcs12File: "certs/ca.pem", passphrase: "other" },
      ],
    });
    expect(changed.hash).not.toBe((await read({ caFile: "certs/ca.pem" })).hash);
  });
});
