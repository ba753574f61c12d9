import { type FormEvent, useState } from "react";
import type { Cookie } from "../../../shared/model/cookie.ts";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { cookies as messages } from "../../i18n/messages/cookies.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import styles from "./CookieForm.module.css";
import { localTime, readLocalTime } from "./local-time.ts";

export const newCookie: Cookie = {
  name: "",
  value: "",
  domain: "",
  path: "/",
  expires: null,
  secure: false,
  httpOnly: false,
  hostOnly: true,
  sameSite: "",
};

const day = 86_400_000;

/** Every attribute of one cookie. `onSave` rejects with FailureError and its place names the field. */
export function CookieForm({
  cookie,
  onSave,
  onCancel,
}: {
  readonly cookie: Cookie;
  readonly onSave: (cookie: Cookie) => Promise<void>;
  readonly onCancel: () => void;
}) {
  const words = useText(messages);
  const shared = useText(common);
  const [edited, setEdited] = useState(cookie);
  const [failure, setFailure] = useState<Failure | null>(null);
  const change = (part: Partial<Cookie>) => {
    setEdited((before) => ({ ...before, ...part }));
    setFailure(null);
  };
  const refused = (place: string) =>
    failure?.place === place ? words.refused[place as keyof typeof words.refused] : undefined;
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave(edited).catch((thrown: unknown) => setFailure(toFailure(thrown)));
  };
  const text = (key: "name" | "value" | "domain" | "path", label: string, autoFocus = false) => (
    <Field
      label={label}
      mono
      autoFocus={autoFocus}
      value={edited[key]}
      error={refused(key)}
      onChange={(next) => change({ [key]: next })}
    />
  );
  return (
    <form noValidate className={styles.form} onSubmit={save}>
      <div className={styles.pair}>
        {text("name", words.name, true)}
        {text("domain", words.domain)}
      </div>
      {text("value", words.value)}
      <div className={styles.pair}>
        {text("path", words.path)}
        <Select
          label={words.sameSite}
          className={styles.choice}
          options={[
            { id: "unset", label: words.sameSites.unset },
            { id: "lax", label: "SameSite=Lax" },
            { id: "strict", label: "SameSite=Strict" },
            { id: "none", label: "SameSite=None" },
          ]}
          value={edited.sameSite === "" ? "unset" : edited.sameSite}
          onChange={(id) => change({ sameSite: id === "unset" ? "" : id })}
        />
      </div>
      <div className={styles.pair}>
        <Switch
          isSelected={edited.expires === null}
          onChange={(on) => change({ expires: on ? null : Date.now() + day })}
        >
          {words.endsWithSession}
        </Switch>
        {edited.expires === null ? null : (
          <Field
            aria-label={words.expires}
            type="datetime-local"
            value={localTime(edited.expires)}
            onChange={(typed) => {
              const expires = readLocalTime(typed);
              if (expires !== null) change({ expires });
            }}
          />
        )}
      </div>
      <div className={styles.switches}>
        <Switch isSelected={edited.hostOnly} onChange={(hostOnly) => change({ hostOnly })}>
          {words.hostOnlySwitch}
        </Switch>
        <Switch isSelected={edited.secure} onChange={(secure) => change({ secure })}>
          {words.secureSwitch}
        </Switch>
        <Switch isSelected={edited.httpOnly} onChange={(httpOnly) => change({ httpOnly })}>
          HttpOnly
        </Switch>
      </div>
      {failure !== null && refused(failure.place ?? "") === undefined ? (
        <p role="alert" className={styles.failure}>
          {failure.message}
        </p>
      ) : null}
      <div className={styles.buttons}>
        <Button onPress={onCancel}>{shared.cancel}</Button>
        <Button type="submit" variant="primary">
          {words.keep}
        </Button>
      </div>
    </form>
  );
}
