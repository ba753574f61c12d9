import { useEffect, useState } from "react";
import { toFailure } from "../../../shared/model/failure.ts";
import type { SecretProvider, SecretProviderEntry } from "../../../shared/model/secret-provider.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { secretSourceWords } from "../../i18n/messages/secret-sources.ts";
import { notify, notifyFailure } from "../../state/notices.ts";

/** Which secret. */
export type SecretRef = Omit<SecretProviderEntry, "provider">;

/** Keeps which program gives a secret its value, and asks it when wanted. Rejects with what main said. */
export function useSaveProvider(): (
  secret: SecretRef,
  provider: SecretProvider,
  tryIt: boolean,
) => Promise<void> {
  const app = useApp();
  const words = useText(secretSourceWords);
  return async (secret, provider, tryIt) => {
    await app.remote["secretProviders.set"]({ ...secret, provider });
    if (!tryIt) return;
    await app.remote["secretProviders.attempt"](secret);
    notify(app.notices, { text: words.tried(secret.name) });
  };
}

/** What programs give values to, and what can be done about it. Failures are told. */
export function useProviders() {
  const app = useApp();
  const words = useText(secretSourceWords);
  const [entries, setEntries] = useState<readonly SecretProviderEntry[]>([]);
  const [busy, setBusy] = useState(false);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const ended = new AbortController();
    app.remote["secretProviders.list"](null, ended.signal).then(
      (found) => {
        if (!ended.signal.aborted) setEntries(found);
      },
      () => undefined,
    );
    return () => ended.abort();
  }, [app, round]);
  const told = async (work: () => Promise<unknown>, done: string | null): Promise<void> => {
    setBusy(true);
    try {
      await work();
      if (done !== null) notify(app.notices, { text: done });
    } catch (thrown) {
      notifyFailure(app.notices, toFailure(thrown));
    } finally {
      setBusy(false);
      setRound((before) => before + 1);
    }
  };
  return {
    entries,
    busy,
    refresh: () => setRound((before) => before + 1),
    attempt: (secret: SecretRef) =>
      told(() => app.remote["secretProviders.attempt"](secret), words.tried(secret.name)),
    remove: (secret: SecretRef) => told(() => app.remote["secretProviders.remove"](secret), null),
    forget: () => told(() => app.remote["secretProviders.forget"](null), words.forgotten),
  };
}
