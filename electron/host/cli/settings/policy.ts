import type {
  PolicySettings,
  RetryCause,
  WebScheme,
} from "../../../../shared/model/network/policy.ts";
import type { OwnSendSettings } from "../../../../shared/model/network/send-settings.ts";
import { type Given, isOn, last, has } from "../options/parse.ts";
import { badOption, given as said, numberOption, secondsOption } from "./values.ts";

/** Redirects more than this are a circle: curl's -1 means it too. */
const unlimited = 100_000;

/** curl's transient errors (curl(1), --retry). */
const transient: readonly RetryCause[] = ["timeout", "408", "429", "500", "502", "503", "504"];

/** What the options say about redirects, retries and the time for the whole. */
export function policySettings(given: Given): OwnSendSettings {
  const trusted = isOn(given, "location-trusted");
  const keepMethod = (["301", "302", "303"] as const).filter((status) =>
    isOn(given, `post${status}`),
  );
  const follows = has(given, "location") || has(given, "location-trusted");
  return said<OwnSendSettings>({
    timeout: secondsOption(given, "max-time"),
    encodeUrl: has(given, "encode-url") ? isOn(given, "encode-url") : undefined,
    followRedirects: follows ? isOn(given, "location") || trusted : undefined,
    maxRedirects:
      last(given, "max-redirs") === "-1" ? unlimited : numberOption(given, "max-redirs"),
    keepMethod: keepMethod.length === 0 ? undefined : keepMethod,
    forwardCredentials: has(given, "location-trusted") ? trusted : undefined,
    autoReferer: last(given, "referer")?.endsWith(";auto") === true ? true : undefined,
    ...protocolsOf(given),
    hsts: has(given, "hsts") ? true : undefined,
    retries: numberOption(given, "retry"),
    retryDelay: secondsOption(given, "retry-delay"),
    retryMaxTime: secondsOption(given, "retry-max-time"),
    retryOn: retryOn(given),
  });
}

const webSchemes = ["http", "https"] as const;
const connectsAs: Readonly<Record<string, WebScheme | undefined>> = { ws: "http", wss: "https" };

/** --proto and --proto-redir: what a redirect may lead to is never more than what may be asked at all. */
function protocolsOf(given: Given): Partial<Pick<PolicySettings, "schemes" | "redirectSchemes">> {
  const some = last(given, "proto");
  const onRedirect = last(given, "proto-redir");
  return {
    ...(some === undefined ? {} : { schemes: schemesOf("proto", some) }),
    ...(onRedirect === undefined ? {} : { redirectSchemes: schemesOf("proto-redir", onRedirect) }),
  };
}

/**
 * curl's list (curl(1), --proto): words between commas, each after `+` (added, as without a sign), `-` (taken out) or `=` (only this one);
 * `all` stands for all. ws and wss connect as http and https do, and bring them in. Protocols Envoi does not speak are passed over; of names curl
 * has none of either the options' reader warns.
 */
function schemesOf(name: "proto" | "proto-redir", text: string): readonly WebScheme[] {
  let found = new Set<WebScheme>(webSchemes);
  for (const word of text.split(",")) {
    const [, sign = "", typed = ""] = /^([-+=]*)(.*)$/.exec(word.trim()) ?? [];
    const how = sign.at(-1) ?? "+";
    const lower = typed.toLowerCase();
    if (!/^[a-z][a-z0-9+.-]*$/.test(lower))
      throw badOption(
        `--${name}`,
        `--${name} takes names of protocols between commas.`,
        "Write for example =https.",
      );
    const wanted = how === "-" ? lower : (connectsAs[lower] ?? lower);
    const meant = webSchemes.filter((scheme) => scheme === wanted || lower === "all");
    if (how === "=") found = new Set(meant);
    for (const scheme of meant) {
      if (how === "-") found.delete(scheme);
      else found.add(scheme);
    }
  }
  return webSchemes.filter((scheme) => found.has(scheme));
}

function retryOn(given: Given): PolicySettings["retryOn"] | undefined {
  if (!has(given, "retry")) return undefined;
  if (isOn(given, "retry-all-errors"))
    return [...transient, "resolve", "connect", "tls", "protocol"];
  return isOn(given, "retry-connrefused") ? [...transient, "connect"] : transient;
}
