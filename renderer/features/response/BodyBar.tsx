import { Copy, Download, Search } from "lucide-react";
import { type RefObject, useEffect, useState } from "react";
import { type Charset, offeredCharsets } from "../../../shared/formats/charset.ts";
import type { BodyRef } from "../../../shared/model/body.ts";
import { toFailure } from "../../../shared/model/failure.ts";
import { formatBytes, formatCount } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { views } from "../../i18n/messages/views.ts";
import type { Host } from "../../host/connect.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { Select } from "../../ui/Select.tsx";
import type { ByteSource } from "../../views/bytes/byte-source.ts";
import { copyText } from "../../views/copy-text.ts";
import { copyLimit } from "../../views/range-text.ts";
import type { BodyInfo, ViewActions, ViewName } from "../../views/view.ts";
import { saveBody } from "./save-body.ts";
import styles from "./panes.module.css";

/** How the body is shown, and what can be done with it. */
export function BodyBar({
  exchangeId,
  body,
  info,
  source,
  host,
  names,
  name,
  charset,
  encoded,
  actions,
  onName,
  onCharset,
  onEncoded,
}: {
  readonly exchangeId: string;
  readonly body: BodyRef;
  readonly info: BodyInfo;
  readonly source: ByteSource;
  readonly host: Pick<Host, "remote" | "info" | "bodyUrl">;
  readonly names: readonly ViewName[];
  readonly name: ViewName;
  readonly charset: Charset;
  readonly encoded: boolean;
  readonly actions: RefObject<ViewActions | null>;
  readonly onName: (name: ViewName) => void;
  readonly onCharset: (charset: Charset) => void;
  readonly onEncoded: (encoded: boolean) => Promise<void>;
}) {
  const words = useText(responseWords);
  const viewWords = useText(views);
  const language = useLanguage();
  const [said, say] = useBriefly();
  const text = name === "pretty" || name === "raw";
  const leftEncoded = body.undecoded === true;

  const copy = async () => {
    const selected = (await actions.current?.selection?.()) ?? null;
    const limit = formatBytes(copyLimit, language);
    if (selected === null && info.size > copyLimit) return say(words.copyTooLarge(limit));
    const count = await copyText(
      selected ??
        (async () => new TextDecoder(info.charset).decode(await source.read(0, source.size()))),
    );
    if (count === null) say(words.copyFailed);
    else if (selected === null) say(words.copied(formatBytes(info.size, language)));
    else say(words.copiedChars(formatCount(count, language)));
  };
  const save = async () => {
    const saved = await saveBody(host, exchangeId, body, encoded, words.save).catch(
      () => "failed" as const,
    );
    if (saved === "failed") say(words.saveFailed);
    else if (saved !== null) say(words.saved(formatBytes(saved, language)));
  };

  return (
    <div className={styles.bar}>
      <Segmented
        label={words.bodyView}
        value={name}
        onChange={onName}
        options={names.map((id) => ({ id, label: viewWords[id] }))}
      />
      <span className={styles.said} role="status">
        {said}
      </span>
      {leftEncoded && !info.complete ? (
        <span className={styles.said}>{words.leftEncoded(body.contentEncoding.join(", "))}</span>
      ) : body.contentEncoding.length > 0 ? (
        <Select
          quiet
          label={words.coding}
          className={styles.select}
          value={encoded ? "encoded" : "decoded"}
          onChange={(id) =>
            void onEncoded(id === "encoded").catch((thrown: unknown) =>
              say(`${words.decodeFailed}: ${failureSentences(toFailure(thrown), language).what}`),
            )
          }
          options={[
            { id: "decoded", label: words.decodedBytes },
            {
              id: "encoded",
              label: (leftEncoded ? words.leftEncoded : words.encoded)(
                body.contentEncoding.join(", "),
              ),
            },
          ]}
        />
      ) : null}
      {text ? (
        <Select
          quiet
          label={`${words.charset}, ${words.charsetFrom[charset.from]}`}
          className={styles.select}
          value={charset.name}
          onChange={(next) => onCharset({ name: next, from: "person" })}
          options={[...new Set([charset.name, ...offeredCharsets])].map((id) => ({
            id,
            label: id,
          }))}
        />
      ) : null}
      {name === "preview" || name === "parts" ? null : (
        <IconButton label={words.find} keys="Mod+F" dense onPress={() => actions.current?.find?.()}>
          <Search size={14} aria-hidden="true" />
        </IconButton>
      )}
      <IconButton label={words.copy} dense onPress={() => void copy()}>
        <Copy size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label={words.save} dense onPress={() => void save()}>
        <Download size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

/** A word that goes away after a while. */
export function useBriefly(): [string, (text: string) => void] {
  const [said, say] = useState<{ readonly text: string } | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => say(null), 4000);
    return () => clearTimeout(timer);
  }, [said]);
  return [said?.text ?? "", (text) => say({ text })];
}
