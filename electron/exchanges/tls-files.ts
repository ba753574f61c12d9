import { readdir, readFile } from "node:fs/promises";
import { basename, isAbsolute } from "node:path";
import { type Failure, FailureError, toFailure } from "../../shared/model/failure.ts";
import { defaultNetwork, type NetworkSettings } from "../../shared/model/network/network.ts";
import type { ProxySetting, ProxyTls } from "../../shared/model/network/proxy.ts";
import { isPinList } from "../../shared/model/network/pinned-key.ts";
import type { ClientCertificate } from "../../shared/model/network/tls.ts";
import type { FileAccess } from "./file-access.ts";
import { type ReplaceVariables, replaceInside } from "./resolve-text.ts";
import { storageFailure } from "../base/storage-failure.ts";
import { systemAuthorities } from "./system-authorities.ts";
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
 * Reads the files the TLS settings name. `access` says which may be read (inside the collection, or granted on this machine); `replace`
 * puts variables into the client certificates. Never rejects: a file that cannot be read and a secret without a value are said when a
 * connection needs them, so that one host's missing certificate spoils no other's request. `proxyTls`: of a proxy that is chosen later.
 */
export async function readTlsFiles(
  network: NetworkSettings,
  access: FileAccess,
  replace: ReplaceVariables,
  proxyTls: ProxyTls | undefined = tlsOf(network.proxy),
): Promise<TlsMaterial> {
  const proxy =
    proxyTls === undefined
      ? null
      : await readFiles({ ...defaultNetwork, ...proxyTls }, access, replace);
  return await readFiles(network, access, replace, proxy);
}

function tlsOf(proxy: ProxySetting): ProxyTls | undefined {
  return proxy.kind === "server" ? proxy.server.tls : undefined;
}

type WithFiles = Pick<
  NetworkSettings,
  "caFile" | "caFolder" | "systemCa" | "clientCertificates" | "crlFile" | "pinnedKey"
>;

async function readFiles(
  network: WithFiles,
  access: FileAccess,
  replace: ReplaceVariables,
  proxy: TlsMaterial | null = null,
): Promise<TlsMaterial> {
  const { caFile, caFolder, systemCa, clientCertificates, crlFile, pinnedKey } = network;
  const wanted = clientCertificates.filter(({ disabled }) => disabled !== true);
  const pinFile = isPinList(pinnedKey) ? "" : pinnedKey;
  const nothing = `${caFile}${caFolder}${crlFile}${pinFile}` === "";
  if (!systemCa && wanted.length === 0 && nothing && (proxy?.hash ?? "") === "") return noMaterial;
  const load = (path: string): Promise<LoadedFile> => loaded(path, access.openFile);
  const loadNamed = (path: string) => (path === "" ? null : load(path));
  const [file, crl, pin, hashed, system, ...identities] = await Promise.all([
    loadNamed(caFile),
    loadNamed(crlFile),
    loadNamed(pinFile),
    caFolder === "" ? null : hashedAuthorities(caFolder, access.openFolder),
    systemCa ? systemAuthorities() : null,
    ...wanted.map((entry) => resolvedIdentity(entry, load, replace)),
  ]);
  return tlsMaterial(together(together(file, hashed), system), identities, { crl, pin, proxy });
}

/** One file that holds what both hold; a failure of either is that of both. */
function together(one: LoadedFile | null, other: LoadedFile | null): LoadedFile | null {
  if (one === null || other === null) return one ?? other;
  if (one.kind === "failed") return one;
  if (other.kind === "failed") return other;
  return { ...one, bytes: Buffer.concat([one.bytes, newline, other.bytes]) };
}

/**
 * The certificates of a folder under the names OpenSSL looks for, hash and number (openssl-rehash); others are passed over, as OpenSSL does.
 * All of them: which one a server needs is not known before.
 */
async function hashedAuthorities(
  path: string,
  openFolder: FileAccess["openFolder"],
): Promise<LoadedFile> {
  const name = basename(path) || "folder";
  const failed = (failure: Failure): LoadedFile => ({
    kind: "failed",
    failure: { ...failure, phase: "tls" },
  });
  try {
    const folder = await openFolder(path);
    const entries = await readdir(folder.realPath).catch((thrown: unknown) => {
      throw storageFailure(thrown, name);
    });
    const files = await Promise.all(
      entries
        .filter((entry) => /^[0-9a-f]{8}\.\d+$/.test(entry))
        .toSorted()
        .map((one) => folder.open(one)),
    );
    if (files.length === 0) return failed(noAuthorities(name));
    if (files.reduce((sum, { size }) => sum + size, 0) > mostBytes) return failed(tooLarge(name));
    const read = await Promise.all(files.map(({ realPath }) => readFile(realPath)));
    return { kind: "read", name, bytes: Buffer.concat(read.flatMap((one) => [one, newline])) };
  } catch (thrown) {
    const found = thrown instanceof FailureError ? thrown : storageFailure(thrown, name);
    const failure = inTlsWords(found.failure);
    return failed(
      failure.code === "tls-folder-not-granted" && isAbsolute(path)
        ? { ...failure, place: path }
        : failure,
    );
  }
}

function noAuthorities(place: string): Failure {
  return {
    kind: "input",
    code: "tls-ca-folder",
    message: "The folder of authorities holds no certificate under a name OpenSSL looks for.",
    remedy: "Run openssl rehash on it.",
    place,
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

async function loaded(path: string, openFile: FileAccess["openFile"]): Promise<LoadedFile> {
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
  "folder-not-granted": [
    "The folder of authorities lies outside the collection and was not picked on this machine.",
    "Allow it once on this machine, pick it in the TLS settings, or put it into the collection's folder.",
  ],
  "folder-not-one": [
    "What the TLS settings name as a folder of authorities is no folder.",
    "Pick a folder in the TLS settings; a single file has a setting of its own.",
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
