import { resolve } from "node:path";
import type { OwnNetwork } from "../../../../shared/model/network/network.ts";
import { isPinList } from "../../../../shared/model/network/pinned-key.ts";
import type { ProxyTls } from "../../../../shared/model/network/proxy.ts";
import type { ClientCertificate, TlsVersion } from "../../../../shared/model/network/tls.ts";
import { type Given, isOn, last, lastOf, has } from "../options/parse.ts";
import { given as said, wordOption } from "./values.ts";

const lowest = {
  tlsv1: "1.0",
  "tlsv1.0": "1.0",
  "tlsv1.1": "1.1",
  "tlsv1.2": "1.2",
  "tlsv1.3": "1.3",
} as const satisfies Readonly<Record<string, TlsVersion>>;

/** What the options say about TLS, but whether to verify. */
export function tlsSettings(given: Given): OwnNetwork {
  const version = lastOf(given, ["tlsv1", "tlsv1.0", "tlsv1.1", "tlsv1.2", "tlsv1.3"]);
  const authorities = lastOf(given, ["cacert", "ca-add"]);
  const certificate = clientCertificate(given, "");
  const staple = has(given, "cert-status") ? isOn(given, "cert-status") : undefined;
  const pinned = last(given, "pinnedpubkey");
  return said<OwnNetwork>({
    tlsMin: version === undefined ? undefined : lowest[version],
    tlsMax: wordOption(given, "tls-max", ["1.0", "1.1", "1.2", "1.3"]),
    ciphers: joined(last(given, "tls13-ciphers"), last(given, "ciphers")),
    groups: last(given, "curves"),
    alpn: has(given, "alpn") ? (isOn(given, "alpn") ? [] : ["-"]) : undefined,
    servername: last(given, "servername"),
    caFile: authorities === undefined ? undefined : resolve(last(given, authorities) ?? ""),
    caFolder: has(given, "capath") ? resolve(last(given, "capath") ?? "") : undefined,
    systemCa: has(given, "ca-native") ? isOn(given, "ca-native") : undefined,
    caMode: authorities === undefined ? undefined : authorities === "cacert" ? "replace" : "add",
    clientCertificates: certificate === undefined ? undefined : [certificate],
    resumeSession: has(given, "sessionid") ? isOn(given, "sessionid") : undefined,
    // Envoi asks by itself; only `--no-cert-status` says otherwise.
    ocspStatus: staple === false ? false : undefined,
    requireStaple: staple,
    pinnedKey: pinned === undefined || isPinList(pinned) ? pinned : resolve(pinned),
    crlFile: has(given, "crlfile") ? resolve(last(given, "crlfile") ?? "") : undefined,
    signatures: last(given, "sigalgs"),
  });
}

/** OpenSSL takes both kinds in one list. */
function joined(...lists: readonly (string | undefined)[]): string | undefined {
  const found = lists.filter((list) => list !== undefined && list !== "");
  return found.length === 0 ? undefined : found.join(":");
}

/** What the options say about TLS with an https proxy, but whether to verify; nothing that is said about the server counts there, as with curl. */
export function proxyTlsSettings(given: Given): ProxyTls {
  const pinned = last(given, "proxy-pinnedpubkey");
  const certificate = clientCertificate(given, "proxy-");
  const file = has(given, "proxy-cacert");
  const path = (option: "proxy-cacert" | "proxy-capath" | "proxy-crlfile"): string | undefined =>
    has(given, option) ? resolve(last(given, option) ?? "") : undefined;
  return said<ProxyTls>({
    tlsMin: isOn(given, "proxy-tlsv1") ? "1.0" : undefined,
    ciphers: joined(last(given, "proxy-tls13-ciphers"), last(given, "proxy-ciphers")),
    signatures: last(given, "proxy-sigalgs"),
    caFile: path("proxy-cacert"),
    caFolder: path("proxy-capath"),
    systemCa: has(given, "proxy-ca-native") ? isOn(given, "proxy-ca-native") : undefined,
    caMode: file ? "replace" : undefined,
    clientCertificates: certificate === undefined ? undefined : [certificate],
    pinnedKey: pinned === undefined || isPinList(pinned) ? pinned : resolve(pinned),
    crlFile: path("proxy-crlfile"),
  });
}

/** `--cert FILE[:PASSPHRASE]`, shown to the host of the URL and to those it redirects to only when told (`--location-trusted`). */
function clientCertificate(given: Given, whose: "" | "proxy-"): ClientCertificate | undefined {
  const text = last(given, `${whose}cert`);
  if (text === undefined) return undefined;
  const { file, passphrase } = split(text);
  const type = wordOption(given, `${whose}cert-type`, ["pem", "p12", "der"]);
  const shared = { domain: "*", passphrase: last(given, `${whose}pass`) ?? passphrase };
  if (type === "p12" || (type === undefined && /\.(?:p12|pfx)$/i.test(file)))
    return { type: "pkcs12", ...shared, pkcs12File: resolve(file) };
  // What is DER is seen from the file itself.
  wordOption(given, `${whose}key-type`, ["pem", "der"]);
  return {
    type: "pem",
    ...shared,
    certificateFile: resolve(file),
    privateKeyFile: resolve(last(given, `${whose}key`) ?? file),
  };
}

/** A colon begins the passphrase unless it is escaped, or is the second character of a Windows path. */
function split(text: string): { readonly file: string; readonly passphrase: string } {
  const drive = /^[a-z]:[\\/]/i.test(text) ? text.slice(0, 2) : "";
  const [, file = "", passphrase = ""] =
    /^((?:\\[\\:]|[^:])*)(?::(.*))?$/s.exec(text.slice(drive.length)) ?? [];
  const unescaped = drive === "" ? file.replace(/\\([\\:])/g, "$1") : file;
  return { file: drive + unescaped, passphrase };
}
