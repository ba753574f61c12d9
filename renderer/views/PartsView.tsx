import { useEffect, useState } from "react";
import { type Multipart, readMultipart } from "../../shared/formats/multipart/read.ts";
import { formatBytes, formatCount } from "../i18n/format.ts";
import { useLanguage, useText } from "../i18n/language.ts";
import { partsWords } from "../i18n/messages/parts.ts";
import { views } from "../i18n/messages/views.ts";
import { ChoiceList } from "../ui/ChoiceList.tsx";
import type { ByteSource } from "./bytes/byte-source.ts";
import { EventSourceContext } from "./event-source.ts";
import { useLate } from "./IndexNote.tsx";
import { PartView } from "./PartView.tsx";
import { describePart, type PartFacts } from "./part-facts.ts";
import styles from "./Parts.module.css";
import type { View, ViewName, ViewProps } from "./view.ts";

/** Parts listed at most; a hostile body may have a hundred thousand. */
const mostListed = 1_000;

export type ViewsFor = (info: ViewProps["info"]) => {
  readonly offered: readonly View[];
  readonly best: ViewName;
};

/** A multipart body (RFC 2046 §5.1) as its parts: each with its head, a view that suits it, and a way to save it. */
export function PartsView({ source, info, viewsFor }: ViewProps & { readonly viewsFor: ViewsFor }) {
  const words = useText(partsWords);
  const says = useText(views);
  const language = useLanguage();
  const read = useParts(source, info.boundary, info.complete);
  const late = useLate(read === null);
  const [chosen, setChosen] = useState(0);
  if (!info.complete) return <p className={styles.note}>{words.later}</p>;
  if (read === null) return late ? <p className={styles.note}>{words.reading}</p> : null;
  if (read === "unreadable") return <p className={styles.note}>{says.unreadable}</p>;
  const { parts, faults } = read;
  const listed = parts.slice(0, mostListed).map(describePart);
  const fault = faults[0];
  const part = listed[chosen] ?? listed[0];
  return (
    <div className={styles.parts}>
      <div className={styles.side}>
        <ChoiceList
          label={words.list}
          nothing={words.none}
          options={listed.map((one, at) => ({ id: String(at), label: labelOf(one, at) }))}
          value={part === undefined ? null : String(listed.indexOf(part))}
          onChange={(id) => setChosen(Number(id))}
        />
        {parts.length > listed.length ? (
          <p className={styles.note}>
            {words.more(formatCount(listed.length, language), formatCount(parts.length, language))}
          </p>
        ) : null}
        {fault === undefined ? null : (
          <p className={styles.fault}>{words.fault(formatCount(fault.offset, language))}</p>
        )}
      </div>
      {part === undefined ? (
        <p className={styles.note}>{words.none}</p>
      ) : (
        // Its bytes are others than those of the body: nothing is known of when they came.
        <EventSourceContext value={null}>
          <PartView
            key={`${part.start}`}
            source={source}
            info={info}
            part={part}
            number={listed.indexOf(part) + 1}
            viewsFor={viewsFor}
          />
        </EventSourceContext>
      )}
    </div>
  );

  function labelOf(part: PartFacts, at: number): string {
    const name = part.fileName || part.name || part.range || part.mediaType || words.part;
    return `${at + 1} · ${name} · ${formatBytes(part.end - part.start, language)}`;
  }
}

/** Where the parts of a body lie; null while it is read. One that still arrives is not. */
function useParts(
  source: ByteSource,
  boundary: string,
  complete: boolean,
): Multipart | "unreadable" | null {
  const [found, setFound] = useState<Multipart | "unreadable" | null>(null);
  useEffect(() => {
    if (!complete) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const reader = readMultipart(boundary, { preamble: true });
    const visit = (bytes: Uint8Array): boolean => {
      reader.push(bytes.slice());
      return !signal.aborted;
    };
    source.stream(0, source.size(), visit, signal).then(
      () => {
        if (!signal.aborted) setFound(reader.end());
      },
      () => {
        if (!signal.aborted) setFound("unreadable");
      },
    );
    return () => controller.abort();
  }, [source, boundary, complete]);
  return found;
}
