import type { RequestSettings } from "../../../shared/model/request.ts";

/** Whether the certificate is verified: always, unless this very request says otherwise. */
export function verifies(settings: RequestSettings): boolean {
  return settings.verifyTls !== false;
}

/** On is the absence of the setting, so that a request that never had it is not changed by switching it off and on. */
export function withVerification(settings: RequestSettings, on: boolean): RequestSettings {
  const { verifyTls: _before, ...rest } = settings;
  return on ? rest : { ...rest, verifyTls: false };
}
