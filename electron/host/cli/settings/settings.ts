import {
  defaultSendSettings,
  type OwnSendSettings,
} from "../../../../shared/model/network/send-settings.ts";
import type { ResolvedSettings } from "../../../client/send.ts";
import { noMaterial } from "../../../wire/connect/tls-material.ts";
import { type Given, isOn } from "../options/parse.ts";
import { connectionSettings } from "./connection.ts";
import { policySettings } from "./policy.ts";
import { protocolSettings } from "./protocol.ts";
import { proxyBeside, proxySettings } from "./proxy.ts";
import { proxyTlsSettings, tlsSettings } from "./tls.ts";

/** What the options say about how the request is sent; what is absent was not given. Throws FailureError `input`. */
export function ownSettings(given: Given, url: string): OwnSendSettings {
  return {
    ...protocolSettings(given, url),
    ...connectionSettings(given),
    ...tlsSettings(given),
    ...proxySettings(given),
    ...policySettings(given),
  };
}

/** The files and folders the options name: the person typed them, so they need no grant. */
export function ownFiles(given: Given): ReadonlySet<string> {
  const named = [tlsSettings(given), proxyTlsSettings(given)].flatMap(
    ({ caFile, caFolder, crlFile, pinnedKey, clientCertificates = [] }) => [
      ...[caFile, caFolder, crlFile, pinnedKey],
      ...clientCertificates.flatMap((entry) =>
        entry.type === "pem" ? [entry.certificateFile, entry.privateKeyFile] : [entry.pkcs12File],
      ),
    ],
  );
  return new Set(named.filter((path) => path !== undefined));
}

/** Settings as curl would have them: redirects only with --location, no cookies kept, TCP keep-alive after a minute, the proxy of the environment. No file is read yet. */
export function settingsOf(
  given: Given,
  url: string,
  omitHeaders: readonly string[],
): ResolvedSettings {
  const curls: OwnSendSettings = {
    followRedirects: false,
    sendCookies: false,
    storeCookies: false,
    keepAlive: 60_000,
    proxy: { kind: "environment" },
  };
  return resolved(
    { ...defaultSendSettings, ...curls, ...ownSettings(given, url) },
    {
      omitHeaders,
      verifyTls: !isOn(given, "insecure"),
      verifyProxy: !isOn(given, "proxy-insecure"),
    },
  );
}

/** A request file's settings with what the options say over them. */
export function overlaid(
  settings: ResolvedSettings,
  given: Given,
  url: string,
  omitHeaders: readonly string[],
): ResolvedSettings {
  const {
    network,
    omitHeaders: omitted,
    verifyTls,
    verifyProxy = true,
    material: _,
    ...basics
  } = settings;
  const proxy = proxyBeside(given, network.proxy);
  const cookies = { sendCookies: false, storeCookies: false };
  return resolved(
    { ...basics, ...network, proxy, ...cookies, ...ownSettings(given, url) },
    {
      omitHeaders: [...omitted, ...omitHeaders],
      verifyTls: verifyTls && !isOn(given, "insecure"),
      verifyProxy: verifyProxy && !isOn(given, "proxy-insecure"),
    },
  );
}

function resolved(
  all: typeof defaultSendSettings,
  rest: Pick<ResolvedSettings, "omitHeaders" | "verifyTls" | "verifyProxy">,
): ResolvedSettings {
  const { timeout, followRedirects, maxRedirects, encodeUrl, ...network } = all;
  return {
    timeout,
    followRedirects,
    maxRedirects,
    encodeUrl,
    ...rest,
    network,
    material: noMaterial,
  };
}
