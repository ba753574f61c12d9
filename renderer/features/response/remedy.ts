import type { Exchange } from "../../../shared/model/exchange.ts";
import type { Failure } from "../../../shared/model/failure.ts";
import { defaultNetwork, type NetworkSettings } from "../../../shared/model/network/network.ts";
import { tlsInputRemedies, tlsRemedies, wholePath } from "./tls-remedies.ts";

/** What Envoi can do about a failure when the person presses its button. */
export type RemedyAction =
  | "send-again"
  | "edit-url"
  | "edit-target"
  | "edit-method"
  | "edit-headers"
  | "edit-body"
  | "edit-bytes"
  | "edit-auth"
  | "edit-variables"
  | "edit-environment"
  | "choose-environment"
  | "unlock-secrets"
  | "secret-settings"
  | "use-http"
  | "without-tls"
  | "change-timeout"
  | "change-encoding"
  | "change-proxy"
  /** The one the failure's place names. */
  | "change-setting"
  | "change-version"
  | "change-verification"
  | "change-tls"
  | "choose-authorities"
  /** The system's own count too from now on. */
  | "trust-system"
  | "change-pin"
  | "change-staple"
  | "change-revocation-lists"
  | "choose-client-certificate"
  | "allow-old-tls"
  | "allow-socket"
  | "allow-file"
  | "allow-folder";

/** What of the request decides which buttons would do what they say. */
export interface RemedyGround {
  readonly raw: boolean;
  /** The URL as typed begins with https: so that http can be written there. With a variable in that place it cannot. */
  readonly typedHttps: boolean;
  /** One is chosen. */
  readonly environment: boolean;
  /** There are some to choose from. */
  readonly environments: boolean;
}

/** Codes of the system about this machine's end of a connection. */
const localEnds: ReadonlyMap<string, "sourceAddress" | "localPort"> = new Map([
  ["EADDRNOTAVAIL", "sourceAddress"],
  ["EINVAL", "sourceAddress"],
  ["EADDRINUSE", "localPort"],
]);

/** The server speaks another version than it was asked in. */
const otherVersion: ReadonlySet<string> = new Set(["http2-reply", "h2-http1-reply"]);

/** What to offer for a failure: the likeliest first. */
export function remediesFor(
  failure: Failure,
  exchange: Exchange | null,
  ground: RemedyGround,
): readonly RemedyAction[] {
  const address = ground.raw ? "edit-target" : "edit-url";
  // What TLS was to use was not accepted: nothing of the request's own parts.
  if (failure.phase === "tls" && !/^(?:tls|timeout|proxy)$/.test(failure.kind)) {
    return /^tls-(?:versions|ciphers|groups|signatures|pinned-key)$/.test(failure.code) &&
      settingIn(failure) !== null
      ? ["change-setting", "send-again"]
      : tlsInputRemedies(failure);
  }
  // On the way to the authorization server, not to the URL.
  if (failure.code === "oauth2-unreached") return ["edit-auth", "send-again"];
  if (isOfSecretStore(failure)) return ["secret-settings", "send-again"];
  switch (failure.kind) {
    case "tls":
      return tlsRemedies(failure, exchange, ground, address);
    case "timeout":
      return ["change-timeout", "send-again"];
    case "proxy":
      return ["change-proxy", "send-again"];
    case "resolve":
    case "connect":
      if (settingIn(failure) === null) return ["send-again", address];
      return failure.place === undefined ? ["change-setting", "send-again"] : ["change-setting"];
    case "policy":
      if (failure.code === "socket-not-granted") return ["allow-socket"];
      if (failure.code === "pac-not-granted")
        return wholePath.test(failure.place ?? "")
          ? ["allow-file", "change-proxy"]
          : ["change-proxy"];
      if (failure.code === "auth-file-not-granted") return ["allow-file", "edit-auth"];
      if (failure.code.startsWith("oauth2-")) return ["edit-auth", "send-again"];
      return ["edit-body", "send-again"];
    case "storage":
      return failure.code === "secrets-locked" ? ["unlock-secrets", "send-again"] : ["send-again"];
    // Of an exchange, that is the file of its body.
    case "not-found":
      return failure.code === "ENOENT" ? ["edit-body", "send-again"] : ["send-again"];
    case "body":
      return settingIn(failure) === null ? ["send-again"] : ["change-setting", "send-again"];
    case "protocol":
      return otherVersion.has(failure.code) ? ["change-version", "send-again"] : ["send-again"];
    case "input":
      if (/^(?:h2-needs-tls|http3-http|http10-chunked)$/.test(failure.code))
        return ["change-version", address];
      if (settingIn(failure) !== null) return ["change-setting"];
      return failure.code === "url-characters"
        ? [address, "change-encoding"]
        : [inputRemedy(failure, ground, address)];
    default:
      return ["send-again"];
  }
}

/** What is wrong is the store of secrets as a whole, beyond a lock: the settings say it and have the way out. */
export function isOfSecretStore({ code }: Failure): boolean {
  return ofSecretStore.has(code);
}

const ofSecretStore: ReadonlySet<string> = new Set([
  "no-keyring",
  "keyring-gone",
  "keychain-missing",
  "key-file-missing",
  "key-file-other",
  "secret-key-unusable",
  "secret-store-damaged",
]);

/** Where the person has to change something, by what was not accepted. */
function inputRemedy(
  { code, place = "" }: Failure,
  { environment, environments }: RemedyGround,
  address: RemedyAction,
): RemedyAction {
  // A collection that was just opened has none chosen, and its addresses are in them.
  if (code === "url-variable" && !environment && environments) return "choose-environment";
  if (code.startsWith("variable-") || code === "url-variable")
    return environment ? "edit-environment" : "edit-variables";
  if (code.startsWith("header-")) return "edit-headers";
  if (/^(?:file|graphql)-/.test(code) || code === "body-unsupported") return "edit-body";
  if (code === "raw-base64") return "edit-bytes";
  if (/^(?:auth|oauth2|signature)-/.test(code)) return "edit-auth";
  if (code === "line-break-in-head") {
    if (place === "method") return "edit-method";
    return place.startsWith("header") ? "edit-headers" : address;
  }
  return address;
}

/** The network setting a failure is about: its place names it, or its code can only come from there. */
export function settingIn({ kind, code, place = "" }: Failure): keyof NetworkSettings | null {
  if (place === "" && kind === "resolve" && code.startsWith("dns-")) return "dnsServers";
  const known = place === "" && kind === "connect" ? localEnds.get(code) : undefined;
  if (known !== undefined) return known;
  if (code === "decoded-too-large") return "maxDecodedSize";
  const name = /^(?:network\.)?(\w+)$/.exec(place)?.[1] ?? "";
  return Object.hasOwn(defaultNetwork, name) ? (name as keyof NetworkSettings) : null;
}

/** The limit that ran out, by the code of a `timeout`. */
export function limitIn({ code }: Failure): LimitKey {
  switch (code) {
    case "resolve-timeout":
      return "resolveTimeout";
    case "connect-timeout":
    case "proxy-timeout":
      return "connectTimeout";
    case "tls-timeout":
      return "tlsTimeout";
    case "first-byte-timeout":
      return "firstByteTimeout";
    case "idle-timeout":
      return "idleTimeout";
    case "too-slow":
      return "speedLimit";
    default:
      return "timeout";
  }
}

type LimitKey =
  | "timeout"
  | "resolveTimeout"
  | "connectTimeout"
  | "tlsTimeout"
  | "firstByteTimeout"
  | "idleTimeout"
  | "speedLimit";
