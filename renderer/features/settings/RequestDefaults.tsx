import { useState } from "react";
import { appSettingChange } from "../../../shared/model/network/own-settings.ts";
import { useText } from "../../i18n/language.ts";
import { settings as messages } from "../../i18n/messages/settings.ts";
import { Field } from "../../ui/Field.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { Line } from "./Line.tsx";
import styles from "./Settings.module.css";
import { useSettings } from "./use-settings.ts";

export function RequestDefaults() {
  const words = useText(messages);
  const [settings, update] = useSettings();
  return (
    <div className={styles.page}>
      <p className={styles.hint}>{words.requestsHint}</p>
      <Line label={words.timeout} hint={words.timeoutHint}>
        <WholeNumber
          label={words.timeout}
          value={settings.timeout}
          max={86_400_000}
          onChange={(timeout) => update({ timeout })}
        />
      </Line>
      <Line label={words.followRedirects}>
        <Switch
          label={words.followRedirects}
          isSelected={settings.followRedirects}
          onChange={(followRedirects) => update({ followRedirects })}
        />
      </Line>
      <Line label={words.maxRedirects}>
        <WholeNumber
          label={words.maxRedirects}
          value={settings.maxRedirects}
          max={1000}
          onChange={(maxRedirects) => update({ maxRedirects })}
        />
      </Line>
      <Line label={words.encodeUrl} hint={words.encodeUrlHint}>
        <Switch
          label={words.encodeUrl}
          isSelected={settings.encodeUrl}
          onChange={(encodeUrl) => update({ encodeUrl })}
        />
      </Line>
      <Line label={words.sendCookies}>
        <Switch
          label={words.sendCookies}
          isSelected={settings.network.sendCookies ?? true}
          onChange={(on) => update(appSettingChange(settings, "sendCookies", on ? undefined : on))}
        />
      </Line>
      <Line label={words.storeCookies}>
        <Switch
          label={words.storeCookies}
          isSelected={settings.network.storeCookies ?? true}
          onChange={(on) => update(appSettingChange(settings, "storeCookies", on ? undefined : on))}
        />
      </Line>
      <Line label={words.historyLimit}>
        <WholeNumber
          label={words.historyLimit}
          value={settings.historyLimit}
          max={100_000}
          onChange={(historyLimit) => update({ historyLimit })}
        />
      </Line>
    </div>
  );
}

/** Kept when it is a whole number from 0 to `max`; anything else stays in the field, marked. */
function WholeNumber({
  label,
  value,
  max,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const valid = (text: string) => /^\d+$/.test(text) && Number(text) <= max;
  return (
    <Field
      aria-label={label}
      className={styles.wide}
      value={typed ?? String(value)}
      error={typed !== null && !valid(typed) ? `0–${max}` : undefined}
      onChange={(text) => {
        setTyped(text);
        if (valid(text)) onChange(Number(text));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
