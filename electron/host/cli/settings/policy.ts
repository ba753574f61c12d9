import type { PolicySettings, RetryCause } from "../../../../shared/model/network/policy.ts";
import type { OwnSendSettings } from "../../../../shared/model/network/send-settings.ts";
import { type Given, isOn, last, has } from "../options/parse.ts";
import { given as said, numberOption, secondsOption } from "./values.ts";

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
    followRedirects: follows ? isOn(given, "location") || trusted : undefined,
    maxRedirects:
      last(given, "max-redirs") === "-1" ? unlimited : numberOption(given, "max-redirs"),
    keepMethod: keepMethod.length === 0 ? undefined : keepMethod,
    forwardCredentials: has(given, "location-trusted") ? trusted : undefined,
    autoReferer: last(given, "referer")?.endsWith(";auto") === true ? true : undefined,
    retries: numberOption(given, "retry"),
    retryDelay: secondsOption(given, "retry-delay"),
    retryMaxTime: secondsOption(given, "retry-max-time"),
    retryOn: retryOn(given),
  });
}

function retryOn(given: Given): PolicySettings["retryOn"] | undefined {
  if (!has(given, "retry")) return undefined;
  if (isOn(given, "retry-all-errors"))
    return [...transient, "resolve", "connect", "tls", "protocol"];
  return isOn(given, "retry-connrefused") ? [...transient, "connect"] : transient;
}
