import { ChevronDown, ChevronUp } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import type { MessageSettings } from "../../../shared/model/network/message.ts";
import { ownOfDefaults, withRequestSetting } from "../../../shared/model/network/own-settings.ts";
import {
  effectiveSettings,
  type OwnSendSettings,
  type SendSettings,
  type SettingsLayer,
} from "../../../shared/model/network/send-settings.ts";
import type { HttpRequest } from "../../../shared/model/request.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { formatDuration } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { deliveryWords } from "../../i18n/messages/delivery.ts";
import { BareButton } from "../../ui/BareButton.tsx";
import { Select } from "../../ui/Select.tsx";
import styles from "./Delivery.module.css";
import { NumberInput } from "../../ui/NumberInput.tsx";
import type { RequestEditorProps } from "./request-editor-props.ts";
import { RowsEditor } from "./RowsEditor.tsx";

type Props = Pick<RequestEditorProps, "request" | "inherited" | "appSettings"> & {
  readonly variables: readonly VariableView[];
  readonly onChange: (next: HttpRequest) => void;
};

const framings = ["auto", "content-length", "chunked"] as const;
const codings = ["none", "gzip", "deflate", "br", "zstd"] as const;
const digests = ["none", "sha-256", "sha-512"] as const;
/** What curl waits. */
const usualWait = 1_000;

/** How the body is sent: framing, compression, digest, 100-continue, trailers. One line until it is opened. */
export function Delivery(props: Props) {
  const words = useText(deliveryWords);
  const [open, setOpen] = useState(false);
  const id = useId();
  const { effective } = settingsOf(props);
  const said = useSummary(effective);
  const Chevron = open ? ChevronDown : ChevronUp;
  return (
    <section aria-label={words.title} className={styles.delivery}>
      <BareButton
        className={styles.line ?? ""}
        aria-expanded={open}
        aria-controls={id}
        onPress={() => setOpen(!open)}
      >
        <span className={styles.label}>{words.sentAs}</span>
        <span className={styles.said}>{said.length === 0 ? words.plain : said.join(" · ")}</span>
        <Chevron size={14} aria-hidden="true" className={styles.chevron} />
      </BareButton>
      <div id={id} className={styles.panel} hidden={!open}>
        {open ? <Options {...props} /> : null}
      </div>
    </section>
  );
}

function settingsOf({ request, inherited, appSettings }: Props): {
  readonly own: OwnSendSettings;
  readonly above: MessageSettings;
  readonly effective: MessageSettings;
} {
  const own = request.settings.network ?? {};
  const layers: SettingsLayer[] = [
    ...inherited.toReversed().map((defaults, index) => ({
      place: index === inherited.length - 1 ? ("collection" as const) : ("folder" as const),
      name: defaults.name,
      own: ownOfDefaults(defaults),
    })),
    { place: "app", name: "", own: appSettings.network },
  ];
  const above = effectiveSettings(layers);
  return { own, above, effective: { ...above, ...own } };
}

/** What differs from a body sent as it is, in a few words each. */
function useSummary(settings: MessageSettings): readonly string[] {
  const words = useText(deliveryWords);
  const language = useLanguage();
  const trailers = settings.trailers.filter((row) => row.disabled !== true && row.name !== "");
  const parts: string[] = [];
  if (trailers.length > 0 || settings.framing === "chunked") parts.push("chunked");
  else if (settings.framing === "content-length") parts.push(words.notChunked);
  if (settings.compressBody !== "none") parts.push(settings.compressBody);
  if (settings.contentDigest !== "none") parts.push(settings.contentDigest);
  if (settings.expectContinue > 0) {
    parts.push(words.waits(formatDuration(settings.expectContinue, language)));
  }
  if (trailers.length > 0) parts.push(words.trailerCount(String(trailers.length)));
  return parts;
}

function Options(props: Props) {
  const { request, variables, onChange } = props;
  const words = useText(deliveryWords);
  const language = useLanguage();
  const { own, above, effective } = settingsOf(props);
  const set = <K extends keyof MessageSettings>(key: K, value: SendSettings[K] | undefined) =>
    onChange({ ...request, settings: withRequestSetting(request.settings, key, value) });
  const waiting = (ms: number) => (ms === 0 ? words.expectOff : formatDuration(ms, language));
  const expect = own.expectContinue;
  return (
    <>
      <div className={styles.grid}>
        <Choice label={words.framing} hint={words.framingHint}>
          <OwnSelect
            label={words.framing}
            names={words.framings}
            ids={framings}
            own={own.framing}
            above={above.framing}
            onChange={(value) => set("framing", value)}
          />
        </Choice>
        <Choice label={words.compress} hint={words.compressHint}>
          <OwnSelect
            label={words.compress}
            names={words.codings}
            ids={codings}
            own={own.compressBody}
            above={above.compressBody}
            onChange={(value) => set("compressBody", value)}
          />
        </Choice>
        <Choice label={words.digest} hint={words.digestHint}>
          <OwnSelect
            label={words.digest}
            names={words.digests}
            ids={digests}
            own={own.contentDigest}
            above={above.contentDigest}
            onChange={(value) => set("contentDigest", value)}
          />
        </Choice>
        <Choice label={words.expect} hint={words.expectHint}>
          <Select
            className={styles.select}
            label={words.expect}
            options={[
              { id: "inherit", label: words.inherits(waiting(above.expectContinue)) },
              { id: "off", label: words.expectOff },
              { id: "on", label: words.expectOn },
            ]}
            value={expect === undefined ? "inherit" : expect === 0 ? "off" : "on"}
            onChange={(id) =>
              set("expectContinue", id === "inherit" ? undefined : id === "off" ? 0 : usualWait)
            }
          />
          {expect !== undefined && expect > 0 ? (
            <NumberInput
              label={words.expect}
              value={expect}
              unit={words.ms}
              onChange={(value) => set("expectContinue", value)}
            />
          ) : null}
        </Choice>
      </div>
      <RowsEditor
        title={words.trailers}
        textLabel={words.trailersText}
        separator=": "
        rows={own.trailers ?? []}
        variables={variables}
        onChange={(rows) =>
          set(
            "trailers",
            rows.length === 0
              ? undefined
              : rows.map(({ name, value, disabled }) => ({
                  name,
                  value,
                  ...(disabled === true ? { disabled } : {}),
                })),
          )
        }
      >
        {() => (
          <p className={styles.hint}>
            {words.trailersHint}
            {own.trailers === undefined && effective.trailers.length > 0
              ? ` ${words.trailersFrom}`
              : ""}
          </p>
        )}
      </RowsEditor>
    </>
  );
}

function Choice({
  label,
  hint,
  children,
}: {
  readonly label: string;
  readonly hint: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.choice}>
      <div className={styles.name}>{label}</div>
      <div className={styles.control}>{children}</div>
      <div className={styles.advice}>{hint}</div>
    </div>
  );
}

function OwnSelect<Id extends string>({
  label,
  names,
  ids,
  own,
  above,
  onChange,
}: {
  readonly label: string;
  readonly names: Readonly<Record<Id, string>>;
  readonly ids: readonly Id[];
  readonly own: Id | undefined;
  readonly above: Id;
  readonly onChange: (value: Id | undefined) => void;
}) {
  const words = useText(deliveryWords);
  return (
    <Select<Id | "inherit">
      className={styles.select}
      label={label}
      options={[
        { id: "inherit" as const, label: words.inherits(names[above]) },
        ...ids.map((id) => ({ id, label: names[id] })),
      ]}
      value={own ?? "inherit"}
      onChange={(id) => onChange(id === "inherit" ? undefined : id)}
    />
  );
}
