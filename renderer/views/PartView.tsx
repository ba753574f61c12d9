import { Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { chooseCharset } from "../../shared/formats/charset.ts";
import { decodeTransfer } from "../../shared/formats/multipart/transfer-encoding.ts";
import { sniffBody, sniffLength } from "../../shared/formats/sniff.ts";
import { formatBytes } from "../i18n/format.ts";
import { useLanguage, useText } from "../i18n/language.ts";
import { partsWords } from "../i18n/messages/parts.ts";
import { views } from "../i18n/messages/views.ts";
import { IconButton } from "../ui/IconButton.tsx";
import { Segmented } from "../ui/Segmented.tsx";
import type { ByteSource } from "./bytes/byte-source.ts";
import { createPartSource } from "./bytes/part-source.ts";
import { downloadContent } from "./download.ts";
import type { PartFacts } from "./part-facts.ts";
import styles from "./Parts.module.css";
import type { ViewsFor } from "./PartsView.tsx";
import { drawControls } from "./rows/row-text.ts";
import type { BodyInfo, ViewActions, ViewName } from "./view.ts";

/** Most bytes of a part that are held at once: to undo its transfer encoding, to draw it, to save it. */
const mostHeld = 64 * 1024 * 1024;

interface Opened {
  readonly source: ByteSource;
  readonly info: BodyInfo;
  readonly decoded: boolean;
}

/** One part: its head, and its content in the view that suits it. */
export function PartView({
  source,
  info,
  part,
  number,
  viewsFor,
}: {
  readonly source: ByteSource;
  readonly info: BodyInfo;
  readonly part: PartFacts;
  /** From 1. */
  readonly number: number;
  readonly viewsFor: ViewsFor;
}) {
  const words = useText(partsWords);
  const says = useText(views);
  const language = useLanguage();
  const opened = useOpened(source, info, part, number);
  const [wanted, setWanted] = useState<ViewName | null>(null);
  const [said, say] = useState("");
  const actions = useRef<ViewActions>(null);
  if (opened === null) return null;
  if (opened === "unreadable") return <p className={styles.note}>{says.unreadable}</p>;
  const { offered, best } = viewsFor(opened.info);
  // A page would need an address of its own.
  const possible = offered.filter(
    ({ name }) => name !== "preview" || opened.info.previewUrl !== "",
  );
  const usual = possible.some(({ name }) => name === best) ? best : possible[0]?.name;
  const view = possible.find(({ name }) => name === (wanted ?? usual)) ?? possible[0];
  const save = async () => {
    if (opened.info.size > mostHeld) return say(words.tooLarge(formatBytes(mostHeld, language)));
    const bytes = await opened.source.read(0, opened.info.size).catch(() => null);
    if (bytes === null) return say(says.unreadable);
    downloadContent(bytes, opened.info.fileName, part.mediaType);
    say("");
  };
  return (
    <div className={styles.part}>
      <dl className={styles.head} tabIndex={0} role="region" aria-label={words.head}>
        {part.headers.length === 0 ? <dd className={styles.bare}>{words.noHead}</dd> : null}
        {part.headers.map(([name, value], at) => (
          // Order is the identity of a field: names repeat.
          <div key={at}>
            <dt>{drawControls(name)}: </dt>
            <dd>{drawControls(value)}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.bar}>
        <Segmented
          label={words.view}
          value={view?.name ?? "hex"}
          onChange={setWanted}
          options={possible.map(({ name }) => ({ id: name, label: says[name] }))}
        />
        <span className={styles.said} role="status">
          {said}
          {said === "" && !part.complete ? words.cut : ""}
          {said === "" && opened.decoded ? words.decoded(part.encoding) : ""}
        </span>
        <IconButton label={words.save} dense onPress={() => void save()}>
          <Download size={14} aria-hidden="true" />
        </IconButton>
      </div>
      <div className={styles.content} key={view?.name}>
        {opened.info.size === 0 ? (
          <p className={styles.note}>{words.empty}</p>
        ) : (
          // oxlint-disable-next-line react/refs -- the handle is passed on, not read
          view?.render({
            source: opened.source,
            info: opened.info,
            label: words.content(String(number)),
            actions,
          })
        )}
      </div>
    </div>
  );
}

function useOpened(
  source: ByteSource,
  whole: BodyInfo,
  part: PartFacts,
  number: number,
): Opened | "unreadable" | null {
  const [opened, setOpened] = useState<Opened | "unreadable" | null>(null);
  useEffect(() => {
    let gone = false;
    let picture = "";
    const open = async (): Promise<Opened> => {
      const bare = createPartSource(source, [part]);
      const coded = part.encoding === "base64" || part.encoding === "quoted-printable";
      const decoded = coded && bare.size() <= mostHeld;
      const content = decoded
        ? held(decodeTransfer(await bare.read(0, bare.size()), part.encoding))
        : bare;
      const first = await content.read(0, sniffLength);
      const kind = sniffBody(first, part.mediaType);
      const drawn = (kind === "image" || kind === "svg") && content.size() <= mostHeld;
      if (drawn && !gone) {
        const bytes = new Uint8Array(await content.read(0, content.size()));
        const type = kind === "svg" ? "image/svg+xml" : part.mediaType;
        picture = URL.createObjectURL(new Blob([bytes], { type }));
      }
      return {
        source: content,
        decoded,
        info: {
          id: `${whole.id}#${number}`,
          kind,
          size: content.size(),
          complete: true,
          mediaType: part.mediaType,
          charset: chooseCharset(part.charset, first).name,
          fileName: part.fileName || part.name || `part-${number}`,
          previewUrl: picture,
          boundary: part.boundary,
        },
      };
    };
    open().then(
      (found) => {
        if (!gone) setOpened(found);
      },
      () => {
        if (!gone) setOpened("unreadable");
      },
    );
    return () => {
      gone = true;
      if (picture !== "") URL.revokeObjectURL(picture);
    };
    // oxlint-disable-next-line react/exhaustive-deps -- a part does not change; another one has another key
  }, [source, part.start]);
  return opened;
}

function held(bytes: Uint8Array): ByteSource {
  const read = (start: number, end: number) => Promise.resolve(bytes.slice(start, end));
  return createPartSource({ read }, [{ start: 0, end: bytes.length }]);
}
