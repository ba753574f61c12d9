import { useState } from "react";
import { useStore } from "zustand";
import type { SecretStoreKind } from "../../../shared/model/secret-store.ts";
import { focusPlace } from "../../actions/focus-place.ts";
import { useApp } from "../../app/app.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { secretStoreWords } from "../../i18n/messages/secret-store.ts";
import { Button } from "../../ui/Button.tsx";
import { OwnIdentities } from "../secrets/OwnIdentities.tsx";
import { ProviderList } from "../secrets/ProviderList.tsx";
import { TokenList } from "../secrets/TokenList.tsx";
import { Line } from "./Line.tsx";
import { KeyFileForm } from "./KeyFileForm.tsx";
import { PassphraseForm } from "./PassphraseForm.tsx";
import styles from "./Settings.module.css";
import { useSecretStore } from "./use-secret-store.ts";

/** How this machine keeps secrets: unlock, lock, another passphrase, another way, another key. */
export function SecretStore() {
  const app = useApp();
  const words = useText(secretStoreWords);
  const language = useLanguage();
  const state = useStore(app.secretStore, ({ value }) => value);
  const store = useSecretStore();
  const [form, setForm] = useState<"passphrase" | "key-file" | null>(null);
  if (state === null) return null;
  const kinds: Record<SecretStoreKind, string> = {
    keychain: words.keychain,
    "key-file": words.keyFile,
    passphrase: words.passphrase,
  };
  /** The form goes; the focus is back where it was opened. */
  const close = () => {
    if (form !== null) focusPlace(`secrets-${form}`);
    setForm(null);
  };
  const open = !state.locked;
  const keyless = state.kind === "keychain" && !state.keychain && state.problem === null;
  return (
    <div className={styles.page}>
      <p className={styles.hint}>{words.intro}</p>
      {state.problem?.code === "secret-store-damaged" ? null : (
        <Line
          label={words.keptBy}
          {...(keyless
            ? { hint: words.noKeyringHint }
            : state.keyFile === null
              ? {}
              : { hint: state.keyFile })}
        >
          <span>{keyless ? words.noKeyring : kinds[state.kind]}</span>
        </Line>
      )}
      {state.problem ? (
        <div className={styles.problemLine}>
          <p role="alert" className={styles.problem}>
            {Object.values(failureSentences(state.problem, language)).join(" ")}
          </p>
          <Button isDisabled={store.busy} onPress={() => void store.reopen()}>
            {words.reopen}
          </Button>
        </div>
      ) : null}
      {state.kind === "passphrase" && state.problem === null ? (
        state.locked ? (
          <PassphraseForm
            title={words.locked}
            button={words.unlock}
            onDone={async (passphrase) => {
              await store.unlock(passphrase);
              focusPlace("secrets-lock");
            }}
          />
        ) : (
          <Line label={words.unlocked} hint={words.unlockedHint}>
            <span data-focus="secrets-lock">
              <Button onPress={() => void store.lock()}>{words.lock}</Button>
            </span>
          </Line>
        )
      ) : null}
      {open || keyless ? (
        <>
          <Line
            label={state.kind === "passphrase" ? words.changePassphrase : words.usePassphrase}
            hint={words.passphraseHint}
          >
            <span data-focus="secrets-passphrase">
              <Button onPress={() => setForm("passphrase")}>
                {state.kind === "passphrase" ? words.change : words.choose}
              </Button>
            </span>
          </Line>
          {form === "passphrase" ? (
            <PassphraseForm
              twice
              title={words.newPassphrase}
              button={words.usePassphrase}
              onCancel={close}
              onDone={async (passphrase) => {
                await store.choose({ kind: "passphrase", passphrase });
                close();
              }}
            />
          ) : null}
          {state.keychain && state.kind !== "keychain" ? (
            <Line label={words.useKeychain} hint={words.keychainHint}>
              <Button onPress={() => void store.choose({ kind: "keychain" })}>
                {words.choose}
              </Button>
            </Line>
          ) : null}
          <Line label={words.useKeyFile} hint={words.keyFileHint}>
            <span data-focus="secrets-key-file">
              <Button onPress={() => setForm("key-file")}>{words.choose}</Button>
            </span>
          </Line>
          {form === "key-file" ? (
            <KeyFileForm
              onCancel={close}
              onDone={async (file) => {
                await store.choose({ kind: "key-file", file });
                close();
              }}
            />
          ) : null}
          {open ? (
            <Line label={words.rotate} hint={words.rotateHint}>
              <Button isDisabled={store.busy} onPress={() => void store.rotate()}>
                {words.rotateButton}
              </Button>
            </Line>
          ) : null}
        </>
      ) : null}
      <ProviderList />
      <TokenList />
      {open ? <OwnIdentities /> : null}
    </div>
  );
}
