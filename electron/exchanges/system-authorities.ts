import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { lateTls } from "../base/late.ts";
import type { LoadedFile } from "../wire/connect/tls-material.ts";

/** Where systems keep what they trust in one file, the commonest first (OpenSSL's, Go's and curl's own lists name the same). */
const files = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
  "/usr/local/share/certs/ca-root-nss.crt",
];

/** The names `openssl rehash` gives. */
const hashed = /^[0-9a-f]{8}\.\d+$/;

/**
 * The authorities this system trusts, as PEM: `SSL_CERT_FILE` and `SSL_CERT_DIR` where they are set (openssl(1)), what Windows and macOS say
 * where Node can ask them (22.15 and later), else the file the system keeps. Never rejects: what cannot be read is said when it is needed.
 */
export async function systemAuthorities(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  places: readonly string[] = files,
): Promise<LoadedFile> {
  const named = environment["SSL_CERT_FILE"] ?? "";
  const folders = (environment["SSL_CERT_DIR"] ?? "")
    .split(process.platform === "win32" ? ";" : ":")
    .filter((folder) => folder !== "");
  if (named !== "" || folders.length > 0) {
    const parts = [named === "" ? null : await textOf(named)];
    for (const folder of folders) parts.push(await folderText(folder));
    return loaded(parts);
  }
  const asked = askSystem();
  if (asked !== null) return loaded([asked.join("\n")]);
  for (const place of places) {
    const text = await textOf(place);
    if (text !== null) return loaded([text]);
  }
  return missing;
}

/** Of Node 22.15 and later; Linux has no other store than its files. */
interface NewerTls {
  getCACertificates?(type: "system"): readonly string[];
}

function askSystem(): readonly string[] | null {
  if (process.platform !== "win32" && process.platform !== "darwin") return null;
  return (lateTls() as NewerTls).getCACertificates?.("system") ?? null;
}

async function folderText(folder: string): Promise<string> {
  const entries = await readdir(folder).catch(() => []);
  const names = entries.filter((entry) => hashed.test(entry)).toSorted();
  const texts = await Promise.all(names.map((name) => textOf(join(folder, name))));
  return texts.filter((text) => text !== null).join("\n");
}

function textOf(path: string): Promise<string | null> {
  return readFile(path, "latin1").catch(() => null);
}

function loaded(parts: readonly (string | null)[]): LoadedFile {
  const text = parts.filter((part) => part !== null).join("\n");
  return text.includes("-----BEGIN ")
    ? { kind: "read", name: "system", bytes: Buffer.from(text, "latin1") }
    : missing;
}

const missing: LoadedFile = {
  kind: "failed",
  failure: {
    kind: "not-found",
    code: "tls-ca-system",
    message: "The authorities this system trusts were not found.",
    phase: "tls",
    remedy: "Name a file of authorities instead, or set SSL_CERT_FILE to one.",
    place: "systemCa",
  },
};
