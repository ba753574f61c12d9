import { useState } from "react";
import { toFailure } from "../../../shared/model/failure.ts";
import type { SecretStoreChoice } from "../../../shared/model/secret-store.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { secretStoreWords } from "../../i18n/messages/secret-store.ts";
import { notify, notifyFailure } from "../../state/notices.ts";

/** What can be done with the secret store. `unlock` and `choose` reject, for the form to say why; the others tell. */
export function useSecretStore() {
  const app = useApp();
  const words = useText(secretStoreWords);
  const [busy, setBusy] = useState(false);
  const told = async (work: () => Promise<unknown>, done?: string): Promise<void> => {
    setBusy(true);
    try {
      await work();
      if (done !== undefined) notify(app.notices, { text: done });
    } catch (thrown) {
      notifyFailure(app.notices, toFailure(thrown));
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    unlock: (passphrase: string) => app.remote["secretStore.unlock"]({ passphrase }),
    choose: (choice: SecretStoreChoice) => app.remote["secretStore.choose"](choice),
    lock: () => told(() => app.remote["secretStore.lock"](null)),
    reopen: () => told(() => app.remote["secretStore.reopen"](null), words.reopened),
    rotate: () => told(() => app.remote["secretStore.rotate"](null), words.rotated),
  };
}
