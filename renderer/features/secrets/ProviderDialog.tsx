import { useEffect, useState } from "react";
import type { SecretProviderEntry } from "../../../shared/model/secret-provider.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { secretSourceWords } from "../../i18n/messages/secret-sources.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { ProviderForm } from "./ProviderForm.tsx";
import { type SecretRef, useSaveProvider } from "./use-providers.ts";

/** Says which program gives one secret its value. */
export function ProviderDialog({
  secret,
  onSaved,
}: {
  readonly secret: SecretRef;
  readonly onSaved: () => void;
}) {
  const app = useApp();
  const words = useText(secretSourceWords);
  const saveProvider = useSaveProvider();
  /** null: not known yet. */
  const [known, setKnown] = useState<readonly SecretProviderEntry[] | null>(null);
  useEffect(() => {
    const ended = new AbortController();
    app.remote["secretProviders.list"](null, ended.signal).then(
      (found) => {
        if (!ended.signal.aborted) setKnown(found);
      },
      () => setKnown([]),
    );
    return () => ended.abort();
  }, [app]);
  const close = () => closeOverlay(app.overlay);
  const before = known?.find(
    (entry) =>
      entry.collectionId === secret.collectionId &&
      entry.environment === secret.environment &&
      entry.name === secret.name,
  );
  return (
    <Dialog title={words.dialogTitle(secret.name)} isOpen onClose={close}>
      {known === null ? null : (
        <ProviderForm
          ready
          initial={before?.provider ?? null}
          onCancel={close}
          onSave={async (provider, tryIt) => {
            // What was kept stays kept when the try fails.
            await saveProvider(secret, provider, false).then(onSaved);
            if (tryIt) await saveProvider(secret, provider, true);
            close();
          }}
        />
      )}
    </Dialog>
  );
}
