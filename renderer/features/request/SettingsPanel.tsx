import type { ReactNode } from "react";
import { withRequestSetting } from "../../../shared/model/network/own-settings.ts";
import type { BasicSettings, SendSettings } from "../../../shared/model/network/send-settings.ts";
import type { Inheritable, RequestSettings } from "../../../shared/model/request.ts";
import { formatDuration } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { NumberInput } from "./NumberInput.tsx";
import type { AppDefaults } from "./request-editor-props.ts";
import styles from "./SettingsPanel.module.css";
import { verifies, withVerification } from "./verification.ts";

/** Settings of one request. Each is inherited until it gets a value of its own. */
export function SettingsPanel({
  settings,
  appDefaults,
  onChange,
}: {
  readonly settings: RequestSettings;
  readonly appDefaults: AppDefaults;
  readonly onChange: (settings: RequestSettings) => void;
}) {
  const words = useText(requestPartsWords);
  const language = useLanguage();
  const timeout = appDefaults.timeout;
  const verified = verifies(settings);
  const change = <K extends keyof BasicSettings>(key: K, next: Inheritable<SendSettings[K]>) =>
    onChange(withRequestSetting(settings, key, next === "inherit" ? undefined : next));
  const said = (on: boolean) => (on ? words.on : words.off);
  return (
    <div className={styles.panel}>
      <Line label={words.timeout} hint={words.timeoutHint} focus="setting-timeout">
        <OwnNumber
          label={words.timeout}
          value={settings.timeout}
          inherited={timeout}
          inheritedText={timeout === 0 ? words.noLimit : formatDuration(timeout, language)}
          unit={words.ms}
          onChange={(next) => change("timeout", next)}
        />
      </Line>
      <Line label={words.followRedirects} hint={words.followRedirectsHint}>
        <OwnSwitch
          label={words.followRedirects}
          value={settings.followRedirects}
          inheritedText={said(appDefaults.followRedirects)}
          onChange={(next) => change("followRedirects", next)}
        />
      </Line>
      <Line label={words.maxRedirects} hint={words.maxRedirectsHint}>
        <OwnNumber
          label={words.maxRedirects}
          value={settings.maxRedirects}
          inherited={appDefaults.maxRedirects}
          inheritedText={String(appDefaults.maxRedirects)}
          onChange={(next) => change("maxRedirects", next)}
        />
      </Line>
      <Line label={words.encodeUrl} hint={words.encodeUrlHint} focus="setting-encoding">
        <OwnSwitch
          label={words.encodeUrl}
          value={settings.encodeUrl}
          inheritedText={said(appDefaults.encodeUrl)}
          onChange={(next) => change("encodeUrl", next)}
        />
      </Line>
      <Line
        label={words.verifyTls}
        hint={verified ? words.verifyTlsHint : words.verifyTlsOff}
        warns={!verified}
        focus="setting-verification"
      >
        <Switch
          label={words.verifyTls}
          isSelected={verified}
          onChange={(on) => onChange(withVerification(settings, on))}
        />
      </Line>
    </div>
  );
}

/** How many settings have a value of their own. */
export function countOwn(settings: RequestSettings): number {
  const { timeout, followRedirects, maxRedirects, encodeUrl } = settings;
  const own = [timeout, followRedirects, maxRedirects, encodeUrl].filter(
    (value) => value !== undefined && value !== "inherit",
  ).length;
  return own + (verifies(settings) ? 0 : 1);
}

function Line({
  label,
  hint,
  warns = false,
  focus,
  children,
}: {
  readonly label: string;
  readonly hint: string;
  readonly warns?: boolean;
  /** Names the line for what leads to its control. */
  readonly focus?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.line}>
      <div>
        <div className={styles.label}>{label}</div>
        <div className={warns ? styles.warning : styles.hint}>{hint}</div>
      </div>
      <div className={styles.control} data-focus={focus}>
        {children}
      </div>
    </div>
  );
}

function OwnSwitch({
  label,
  value,
  inheritedText,
  onChange,
}: {
  readonly label: string;
  readonly value: Inheritable<boolean> | undefined;
  readonly inheritedText: string;
  readonly onChange: (value: Inheritable<boolean>) => void;
}) {
  const words = useText(requestPartsWords);
  return (
    <Select
      className={styles.choice}
      label={label}
      options={[
        { id: "inherit", label: words.inherits(inheritedText) },
        { id: "on", label: words.on },
        { id: "off", label: words.off },
      ]}
      value={value === undefined || value === "inherit" ? "inherit" : value ? "on" : "off"}
      onChange={(id) => onChange(id === "inherit" ? "inherit" : id === "on")}
    />
  );
}

function OwnNumber({
  label,
  value,
  inherited,
  inheritedText,
  unit,
  onChange,
}: {
  readonly label: string;
  readonly value: Inheritable<number> | undefined;
  readonly inherited: number;
  readonly inheritedText: string;
  readonly unit?: string;
  readonly onChange: (value: Inheritable<number>) => void;
}) {
  const words = useText(requestPartsWords);
  const own = value !== undefined && value !== "inherit";
  return (
    <>
      {own ? <NumberInput label={label} value={value} unit={unit} onChange={onChange} /> : null}
      <Select
        className={styles.choice}
        label={label}
        options={[
          { id: "inherit", label: words.inherits(inheritedText) },
          { id: "own", label: words.ownValue },
        ]}
        value={own ? "own" : "inherit"}
        onChange={(id) => onChange(id === "inherit" ? "inherit" : inherited)}
      />
    </>
  );
}
