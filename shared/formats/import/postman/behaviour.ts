import type { OwnNetwork } from "../../../model/network/network.ts";
import type { InheritedBasics } from "../../../model/network/own-settings.ts";
import type { RequestSettings } from "../../../model/request.ts";
import type { ClientCertificate, TlsVersion } from "../../../model/network/tls.ts";
import type { ProxySetting } from "../../../model/network/proxy.ts";
import { flagOf, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, isYamlNumber, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { anyText } from "../json-text.ts";
import type { Remark } from "../remark.ts";
import { isFalse, manyOf } from "../loose.ts";

/** What `protocolProfileBehavior` of one level says. */
export interface Behaviour {
  readonly basics: InheritedBasics;
  readonly network: OwnNetwork;
  /** Kept by requests only, so that what is above them says it to each. */
  readonly omitHeaders?: readonly string[];
  readonly verifyTls?: boolean;
  readonly keepsBody?: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
interface Draft extends Omit<Mutable<Behaviour>, "basics" | "network"> {
  readonly basics: Mutable<InheritedBasics>;
  readonly network: Mutable<OwnNetwork>;
}

/** Reads one level. What has no setting is remarked. */
export function postmanBehaviour(data: YamlData | undefined, remark: Remark): Behaviour {
  const draft: Draft = { basics: {}, network: {} };
  if (isYamlMap(data)) for (const [key, value] of data) apply(key, value, draft, remark);
  return draft;
}

/** A request's settings: its own level, and what levels above (outermost first) can only say through it. */
export function requestSettings(above: readonly Behaviour[], own: Behaviour): RequestSettings {
  const all = [...above, own];
  const omitHeaders = all.findLast((level) => level.omitHeaders !== undefined)?.omitHeaders;
  const verifyTls = all.findLast((level) => level.verifyTls !== undefined)?.verifyTls;
  return {
    ...own.basics,
    ...(omitHeaders === undefined ? {} : { omitHeaders }),
    ...(verifyTls === false ? { verifyTls } : {}),
    ...(Object.keys(own.network).length === 0 ? {} : { network: own.network }),
  };
}

function apply(key: string, value: YamlData, draft: Draft, remark: Remark): void {
  const { basics, network } = draft;
  switch (key) {
    case "disableBodyPruning":
      draft.keepsBody = flagOf(value);
      return;
    case "disableUrlEncoding":
      basics.encodeUrl = !flagOf(value);
      return;
    // Envoi never sends a Referer by itself.
    case "removeRefererHeaderOnRedirect":
      return;
    case "followRedirects":
      basics.followRedirects = !isFalse(value);
      return;
    case "maxRedirects":
      if (isYamlNumber(value)) basics.maxRedirects = value.number;
      return;
    case "requestTimeout":
    case "timeout":
      if (isYamlNumber(value)) basics.timeout = value.number;
      return;
    case "strictSSL":
      draft.verifyTls = !isFalse(value);
      if (isFalse(value)) remark.tell("warning", "tls-unverified");
      return;
    case "disabledSystemHeaders":
      if (isYamlMap(value))
        draft.omitHeaders = [...value].filter(([, off]) => flagOf(off)).map(([name]) => name);
      return;
    case "disableCookies":
      if (flagOf(value)) Object.assign(network, { sendCookies: false, storeCookies: false });
      return;
    case "followOriginalHttpMethod":
      if (flagOf(value)) network.keepMethod = ["301", "302", "303"];
      return;
    case "followAuthorizationHeader":
      if (flagOf(value)) network.forwardCredentials = true;
      return;
    case "protocolVersion":
      if (textOf(value) === "http1") network.httpVersion = "1.1";
      else if (textOf(value) === "http2") network.httpVersion = "2";
      return;
    case "tlsDisabledProtocols":
      disableVersions(manyOf(value).map(textOf), network);
      return;
    case "tlsCipherSelection":
      network.ciphers = manyOf(value).map(textOf).join(":");
      return;
    default:
      remark.add("info", "no-place-value", { what: `The setting “${key}”`, value: anyText(value) });
  }
}

const versions: readonly (readonly [string, TlsVersion])[] = [
  ["TLSv1", "1.0"],
  ["TLSv1_1", "1.1"],
  ["TLSv1_2", "1.2"],
  ["TLSv1_3", "1.3"],
];

function disableVersions(disabled: readonly string[], network: Mutable<OwnNetwork>): void {
  const left = versions.filter(([name]) => !disabled.includes(name)).map(([, version]) => version);
  const [lowest] = left;
  const highest = left.at(-1);
  if (lowest === undefined || highest === undefined || left.length === versions.length) return;
  network.tlsMin = lowest;
  network.tlsMax = highest;
}

/** `proxy` of a request: Postman's way through one server. */
export function postmanProxy(data: YamlData | undefined): ProxySetting | undefined {
  if (!isYamlMap(data) || flagOf(data.get("disabled")) || textOf(data.get("host")) === "")
    return undefined;
  const port = data.get("port");
  return {
    kind: "server",
    server: {
      scheme: "http",
      host: textOf(data.get("host")),
      port: isYamlNumber(port) ? port.number : Number(textOf(port)) || 8080,
      username: "",
      password: "",
      auth: "any",
      tunnel: flagOf(data.get("tunnel")),
    },
    bypass: "",
  };
}

/** `certificate` of a request: one for each host it matches. */
export function postmanCertificates(data: YamlData | undefined): readonly ClientCertificate[] {
  if (!isYamlMap(data)) return [];
  const source = (key: string) => {
    const value = data.get(key);
    return isYamlMap(value) ? textOf(value.get("src")) : textOf(value);
  };
  const [certificateFile, privateKeyFile, pkcs12File] = [
    source("cert"),
    source("key"),
    source("pfx"),
  ];
  const passphrase = textOf(data.get("passphrase"));
  if (certificateFile === "" && pkcs12File === "") return [];
  const matches = manyOf(data.get("matches")).map(textOf);
  return (matches.length === 0 ? ["*"] : matches)
    .map(domainOf)
    .map((domain) =>
      pkcs12File === ""
        ? { type: "pem", domain, certificateFile, privateKeyFile, passphrase }
        : { type: "pkcs12", domain, pkcs12File, passphrase },
    );
}

/** The host of a match pattern such as `https://*.example.com:443/*`. */
function domainOf(pattern: string): string {
  return pattern.replace(/^[a-z*]+:\/\//i, "").replace(/\/.*$/, "") || "*";
}

/** The settings with what a request's own proxy and certificate add. */
export function withConnection(settings: RequestSettings, request: YamlMap): RequestSettings {
  const proxy = postmanProxy(request.get("proxy"));
  const clientCertificates = postmanCertificates(request.get("certificate"));
  if (proxy === undefined && clientCertificates.length === 0) return settings;
  return {
    ...settings,
    network: {
      ...settings.network,
      ...(proxy === undefined ? {} : { proxy }),
      ...(clientCertificates.length === 0 ? {} : { clientCertificates }),
    },
  };
}
