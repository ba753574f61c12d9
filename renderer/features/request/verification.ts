import type { RequestSettings } from "../../../shared/model/request.ts";

/** Of the server, or of an https proxy on the way. */
export type Verification = "verifyTls" | "verifyProxy";

/** Whether the certificate is verified: always, unless this very request says otherwise. */
export function verifies(settings: RequestSettings, whose: Verification = "verifyTls"): boolean {
  return settings[whose] !== false;
}

/** On is the absence of the setting, so that a request that never had it is not changed by switching it off and on. */
export function withVerification(
  settings: RequestSettings,
  on: boolean,
  whose: Verification = "verifyTls",
): RequestSettings {
  const { [whose]: _before, ...rest } = settings;
  return on ? rest : { ...rest, [whose]: false };
}
