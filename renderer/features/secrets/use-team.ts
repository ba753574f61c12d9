import { useEffect, useState } from "react";
import { toFailure } from "../../../shared/model/failure.ts";
import type { SharedSecretsView } from "../../../shared/model/shared-secrets.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { secretSourceWords } from "../../i18n/messages/secret-sources.ts";
import { attempt, notifyFailure } from "../../state/notices.ts";

/** Who can open an environment's shared secrets. null: not known yet, or the file cannot be read (told by what tries). */
export function useTeam(collectionId: string, environment: string, revision: number) {
  const app = useApp();
  const words = useText(secretSourceWords);
  const [view, setView] = useState<SharedSecretsView | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const ended = new AbortController();
    app.remote["sharedSecrets.view"]({ collectionId, environment }, ended.signal).then(
      (found) => {
        if (!ended.signal.aborted) setView(found);
      },
      (thrown: unknown) => {
        if (ended.signal.aborted) return;
        setView(null);
        notifyFailure(app.notices, toFailure(thrown));
      },
    );
    return () => ended.abort();
  }, [app, collectionId, environment, round, revision]);
  /** Gives false when it failed (told). */
  const told = (work: () => Promise<unknown>, done?: string): Promise<boolean> =>
    attempt(app.notices, work, done).finally(() => setRound((before) => before + 1));
  const of = { collectionId, environment };
  return {
    view,
    add: (key: string, label: string) =>
      told(() => app.remote["sharedSecrets.addRecipient"]({ ...of, key, label })),
    remove: (key: string, who: string) =>
      told(() => app.remote["sharedSecrets.removeRecipient"]({ ...of, key }), words.removed(who)),
    encrypt: () => told(() => app.remote["sharedSecrets.encrypt"](of)),
  };
}
