import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemAuthorities } from "./system-authorities.ts";

const pem = (name: string): string =>
  `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----\n`;
let home: string;
const at = (name: string): string => path.join(home, name);

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "envoi-system-ca-"));
  await mkdir(at("folder"));
  await writeFile(at("one.pem"), pem("one"));
  await writeFile(at("empty.pem"), "");
  await writeFile(path.join(home, "folder", "0a1b2c3d.0"), pem("two"));
  await writeFile(path.join(home, "folder", "other.pem"), pem("three"));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function found(environment: Record<string, string>, places: readonly string[] = []) {
  const file = await systemAuthorities(environment, places);
  return file.kind === "read"
    ? [...file.bytes.toString().matchAll(/-\n(\w+)\n-/g)].map(([, name]) => name)
    : file.failure.code;
}

test("SSL_CERT_FILE and SSL_CERT_DIR count before the system's own places", async () => {
  expect(await found({ SSL_CERT_FILE: at("one.pem") })).toEqual(["one"]);
  expect(await found({ SSL_CERT_DIR: at("folder") }, [at("one.pem")])).toEqual(["two"]);
  const both = { SSL_CERT_FILE: at("one.pem"), SSL_CERT_DIR: at("folder") };
  expect(await found(both)).toEqual(["one", "two"]);
});

test.runIf(process.platform === "linux")(
  "the first of the system's files that is there",
  async () => {
    expect(await found({}, [at("none.pem"), at("one.pem")])).toEqual(["one"]);
  },
);

test("what is not there is said when it is needed", async () => {
  expect(await found({ SSL_CERT_FILE: at("none.pem") })).toBe("tls-ca-system");
  expect(await found({ SSL_CERT_FILE: at("empty.pem") })).toBe("tls-ca-system");
});
