import { readdir, readFile } from "node:fs/promises";
import { basename, isAbsolute, join } from "node:path";
import { type Failure, toFailure } from "../../shared/model/failure.ts";
import type { NetworkSettings } from "../../shared/model/network/network.ts";
import type { ClientCertificate } from "../../shared/model/network/tls.ts";
import { type ReplaceVariables, replaceInside } from "./resolve-text.ts";
import { storageFailure } from "../base/storage-failure.ts";
import type { BodyFile } from "../client/body/file.ts";
import {
  type ClientIdentity,
  type LoadedFile,
  noMaterial,
  type TlsMaterial,
  tlsMaterial,
} from "../wire/connect/tls-material.ts";

/** Bytes read of one file: every authority there is fits many times. */
const mostBytes = 4 << 20;

/**
 * Reads the files the TLS settings name. `openFile` says which may be read (inside the collection, or granted on this machine); `replace`
 * puts variables into the client certificates. Never rejects: a file that cannot be read and a secret without a value are said when a
 * connection needs them, so that one host's missing certificate spoils no other's request. `folder`: more authorities, beside the file's; it is
 * read as it is, so it must be one the person named.
 */
export async function readTlsFiles(
  network: NetworkSettings,
  openFile: (path: string) => Promise<BodyFile>,
  replace: ReplaceVariables,
  folder: string | null = null,
): Promise<TlsMaterial> {
  const { caFile, clientCertificates } = network;
  const wanted = clientCertificates.filter(({ disabled }) => disabled !== true);
  if (caFile === "" && folder === null && wanted.length === 0) return noMaterial;
  const load = (path: string): Promise<LoadedFile> => loaded(path, openFile);
  const [file, hashed, ...identities] = await Promise.all([
    caFile === "" ? null : load(caFile),
    folder === null ? null : hashedAuthorities(folder),
    ...wanted.map((entry) => resolvedIdentity(entry, load, replace)),
  ]);
  return tlsMaterial(together(file, hashed), identities);
}

/** One file that holds what both hold; a failure of either is that of both. */
function together(one: LoadedFile | null, other: LoadedFile | null): LoadedFile | null {
  if (one === null || other === null) return one ?? other;
  if (one.kind === "failed") return one;
  if (other.kind === "failed") return other;
  return { ...one, bytes: Buffer.concat([one.bytes, Buffer.from("\n"), other.bytes]) };
}

/** The certificates of a folder under the names OpenSSL looks for, hash and number (openssl-rehash); others are passed over, as OpenSSL does. */
async function hashedAuthorities(folder: string): Promise<LoadedFile> {
  const name = basename(folder);
  try {
    const names = (await readdir(folder)).filter((entry) => /^[0-9a-f]{8}\.\d+$/.test(entry));
    const files = await Promise.all(names.map((entry) => readFile(join(folder, entry))));
    if (files.length > 0)
      return { kind: "read", name, bytes: Buffer.concat(files.flatMap((file) => [file, newline])) };
  } catch (thrown) {
    return { kind: "failed", failure: { ...storageFailure(thrown, name).failure, phase: "tls" } };
  }
  return {
    kind: "failed",
    failure: {
      kind: "input",
      code: "tls-ca-file",
      message: "The folder of authorities holds no certificate under a name OpenSSL looks for.",
      remedy: "Run openssl rehash on it.",
      phase: "tls",
      place: name,
    },
  };
}

const newline = Buffer.from("\n");

/** The identity with its variables replaced, or one that says why it cannot be used. */
async function resolvedIdentity(
  entry: ClientCertificate,
  load: (path: string) => Promise<LoadedFile>,
  replace: ReplaceVariables,
): Promise<ClientIdentity> {
  try {
    return await identityOf(replaceInside(entry, replace), load);
  } catch (thrown) {
    const failed: LoadedFile = {
      kind: "failed",
      failure: { ...toFailure(thrown), phase: "tls" },
    };
    return { type: "pkcs12", domain: entry.domain, pkcs12: failed, passphrase: "" };
  }
}

async function identityOf(
  entry: ClientCertificate,
  load: (path: string) => Promise<LoadedFile>,
): Promise<ClientIdentity> {
  const { domain, passphrase } = entry;
  if (entry.type === "pkcs12")
    return { type: "pkcs12", domain, pkcs12: await load(entry.pkcs12File), passphrase };
  const certificate = await load(entry.certificateFile);
  // One PEM file often holds both.
  const key = entry.privateKeyFile === "" ? certificate : await load(entry.privateKeyFile);
  return { type: "pem", domain, certificate, key, passphrase };
}

async function loaded(
  path: string,
  openFile: (path: string) => Promise<BodyFile>,
): Promise<LoadedFile> {
  try {
    const { realPath, size, name } = await openFile(path);
    if (size > mostBytes) return { kind: "failed", failure: tooLarge(name) };
    const bytes = await readFile(realPath).catch((thrown: unknown) => {
      throw storageFailure(thrown, name);
    });
    return { kind: "read", name, bytes };
  } catch (thrown) {
    const failure: Failure = { ...inTlsWords(toFailure(thrown)), phase: "tls" };
    // The whole path, as the setting says it: whoever reads it beside the button can allow it.
    const asked = failure.code === "tls-file-not-granted" && isAbsolute(path);
    return { kind: "failed", failure: asked ? { ...failure, place: path } : failure };
  }
}

/** What `openFile` says is about bodies; here the file is one of the TLS settings. */
function inTlsWords(failure: Failure): Failure {
  const words = sentences[failure.code];
  return words === undefined
    ? failure
    : { ...failure, code: `tls-${failure.code}`, message: words[0], remedy: words[1] };
}

const sentences: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  "file-not-granted": [
    "A certificate file lies outside the collection and was not picked on this machine.",
    "Allow it once on this machine, pick it in the TLS settings, or put it into the collection's folder.",
  ],
  "file-path-relative": [
    "A request that is in no collection needs the whole path of its certificate files.",
    "Pick the file again in the TLS settings, or save the request into a collection.",
  ],
  "file-not-regular": [
    "The TLS settings name no regular file for a certificate.",
    "Pick a file in the TLS settings.",
  ],
};

function tooLarge(place: string): Failure {
  return {
    kind: "input",
    code: "tls-file-too-large",
    message: "A certificate file is larger than any file of certificates.",
    remedy: "Pick a PEM or PKCS#12 file in the TLS settings.",
    phase: "tls",
    place,
  };
}
