import { useEffect, useState } from "react";
import { toFailure } from "../../../shared/model/failure.ts";
import type { BodyKind } from "../../../shared/formats/sniff.ts";
import { DiffEditor } from "../../editor/DiffEditor.tsx";
import { type EditorLanguage, languageOf } from "../../editor/languages.ts";
import type { Host } from "../../host/connect.ts";
import { formatBytes, formatCount } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { compareWords } from "../../i18n/messages/compare.ts";
import { wireWords } from "../../i18n/messages/wire.ts";
import { views } from "../../i18n/messages/views.ts";
import { Button } from "../../ui/Button.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { createPartSource } from "../../views/bytes/part-source.ts";
import { useLate } from "../../views/IndexNote.tsx";
import { readWholeText } from "../../views/whole-text.ts";
import { type BodySide, bodySide } from "./body-side.ts";
import styles from "./Compare.module.css";
import type { Compared } from "./compared.ts";
import { firstDifference } from "./first-difference.ts";
import { HexCompare } from "./HexCompare.tsx";

/** Largest body that is compared as text. */
const textLimit = 2 * 1024 * 1024;

type Mode = "laid-out" | "text" | "hex";

interface Read {
  readonly left: BodySide | null;
  readonly right: BodySide | null;
  /** Offset of the first byte that differs; null: none does. */
  readonly differs: number | null;
}

/** Both bodies: as text up to a size, byte by byte at any, and where they first differ. */
export function BodyCompare({
  of,
  left,
  right,
  host,
}: {
  readonly of: "request" | "response";
  readonly left: Compared;
  readonly right: Compared;
  readonly host: Pick<Host, "remote" | "bodyUrl" | "wireUrl">;
}) {
  const words = useText(compareWords);
  const says = useText(views);
  const wire = useText(wireWords);
  const [read, setRead] = useState<Read | "unreadable" | "lost" | null>(null);
  const late = useLate(read === null);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const begin = async (): Promise<Read> => {
      const [one, other] = await Promise.all([
        bodySide(left, of, host, signal),
        bodySide(right, of, host, signal),
      ]);
      const differs = await firstDifference((one ?? none).source, (other ?? none).source, signal);
      return { left: one, right: other, differs };
    };
    begin().then(
      (found) => {
        if (!signal.aborted) setRead(found);
      },
      (thrown: unknown) => {
        const lost = toFailure(thrown).code.startsWith("sent-file-");
        if (!signal.aborted) setRead(lost ? "lost" : "unreadable");
      },
    );
    return () => controller.abort();
    // oxlint-disable-next-line react/exhaustive-deps -- another pair has another key
  }, [of, host]);
  if (read === null) return late ? <Empty title={words.reading} /> : null;
  if (read === "lost") return <Empty title={wire.lostInside} />;
  if (read === "unreadable") return <Empty title={says.unreadable} />;
  if (read.left === null && read.right === null) return <Empty title={words.neitherBody} />;
  return <Shown read={read} />;
}

const none: BodySide = {
  source: createPartSource({ read: () => Promise.resolve(new Uint8Array()) }, []),
  kind: "text",
  mediaType: "",
  charset: "utf-8",
  framed: false,
};

const opaque: readonly BodyKind[] = ["image", "pdf", "audio", "video", "binary"];
const isJson = ({ kind }: BodySide) => kind === "json" || kind === "ndjson";

function Shown({ read }: { readonly read: Read }) {
  const words = useText(compareWords);
  const language = useLanguage();
  const left = read.left ?? none;
  const right = read.right ?? none;
  const sizes = [left.source.size(), right.source.size()] as const;
  const small = Math.max(...sizes) <= textLimit;
  const readable = !opaque.includes(left.kind) && !opaque.includes(right.kind);
  const [long, setLong] = useState(false);
  const json = isJson(left) || isJson(right);
  const offered: readonly Mode[] =
    small && readable ? [...(json ? ["laid-out" as const] : []), "text", "hex"] : ["hex"];
  const [wanted, setWanted] = useState<Mode | null>(null);
  const chosen = wanted !== null && offered.includes(wanted) ? wanted : (offered[0] ?? "hex");
  // A place is shown once, each time it is asked for.
  const [asked, setAsked] = useState(0);
  const size = (count: number, side: BodySide | null) =>
    side === null ? words.noBody : formatBytes(count, language);
  const { differs } = read;
  return (
    <div className={styles.column}>
      <div className={styles.bar}>
        {offered.length < 2 ? null : (
          <Segmented
            label={words.bodyMode}
            value={chosen}
            onChange={(next) => {
              setLong(false);
              setWanted(next);
            }}
            options={offered.map((id) => ({
              id,
              label: id === "laid-out" ? words.laidOut : id === "text" ? words.asIs : words.hex,
            }))}
          />
        )}
        <span className={styles.said} role="status">
          {differs === null
            ? words.sameBytes(size(sizes[0], left))
            : words.differAt(
                formatCount(differs, language),
                `0x${differs.toString(16)}`,
                size(sizes[0], read.left),
                size(sizes[1], read.right),
              )}
          {left.framed || right.framed ? ` ${words.framing}` : ""}
          {small || !readable ? "" : ` ${words.tooLarge(formatBytes(textLimit, language))}`}
          {long && chosen !== "hex" ? ` ${words.longLine}` : ""}
        </span>
        {differs === null ? null : (
          <Button
            dense
            variant="quiet"
            onPress={() => {
              setWanted("hex");
              setAsked(asked + 1);
            }}
          >
            {words.toDifference}
          </Button>
        )}
      </div>
      <div className={styles.rest}>
        {chosen === "hex" || long ? (
          <HexCompare
            left={left.source}
            right={right.source}
            differs={differs}
            key={`hex ${asked}`}
          />
        ) : (
          <TextCompare
            key={chosen}
            left={left}
            right={right}
            layOut={chosen === "laid-out"}
            onLong={() => setLong(true)}
          />
        )}
      </div>
    </div>
  );
}

function TextCompare({
  left,
  right,
  layOut,
  onLong,
}: {
  readonly left: BodySide;
  readonly right: BodySide;
  readonly layOut: boolean;
  readonly onLong: () => void;
}) {
  const words = useText(compareWords);
  const [texts, setTexts] = useState<readonly [string, string] | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    Promise.all([left, right].map((side) => readWholeText(side.source, side, layOut, signal))).then(
      ([one, other]) => {
        if (signal.aborted || one === undefined || other === undefined) return;
        if (one.fits && other.fits) setTexts([one.text, other.text]);
        else onLong();
      },
      () => {
        if (!signal.aborted) onLong();
      },
    );
    return () => controller.abort();
    // oxlint-disable-next-line react/exhaustive-deps -- bodies do not change; others have another key
  }, []);
  if (texts === null) return null;
  return (
    <DiffEditor
      left={texts[0]}
      right={texts[1]}
      language={languageFor(left, layOut) ?? languageFor(right, layOut) ?? "plaintext"}
      leftLabel={words.leftBody}
      rightLabel={words.rightBody}
    />
  );
}

function languageFor(side: BodySide, layOut: boolean): EditorLanguage | null {
  if (isJson(side)) return layOut ? "json" : "plaintext";
  if (side.kind === "html") return "html";
  if (side.kind === "xml" || side.kind === "svg") return "xml";
  const language = languageOf(side.mediaType);
  return language === "plaintext" ? null : language;
}
