import { Copy } from "lucide-react";
import { useState } from "react";
import type { Exchange } from "../../../shared/model/exchange.ts";
import type { Host } from "../../host/connect.ts";
import { formatCount, formatDuration } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { timelineWords } from "../../i18n/messages/timeline.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { joined } from "../../ui/joined.ts";
import { copyText } from "../../views/copy-text.ts";
import { SignedTexts } from "./SignedTexts.tsx";
import styles from "./Timeline.module.css";
import { traceText, traceTone } from "./trace-text.ts";
import { useTrace } from "./use-trace.ts";

const step = 400;

/** Everything that happened, in order, in plain words. `lit`: a stretch of time (ms) whose events stand out. */
export function TraceList({
  exchange,
  host,
  lit,
}: {
  readonly exchange: Exchange;
  readonly host: Pick<Host, "remote">;
  readonly lit?: { readonly start: number; readonly end: number } | null;
}) {
  const words = useText(timelineWords);
  const language = useLanguage();
  const [shown, setShown] = useState(step);
  const [copied, setCopied] = useState(false);
  const trace = useTrace(exchange, host);
  if (trace === null) return null;
  if (trace === "gone") return <p className={styles.aside}>{words.noTrace}</p>;
  const hops = exchange.hops.length > 1;
  const time = (at: number) => formatDuration(at, language);
  const copy = async () => {
    const lines = trace.map(
      (event) => `${time(event.at)}\t${event.hop + 1}\t${traceText(event, words, language)}\n`,
    );
    setCopied((await copyText(lines.join(""))) !== null);
  };
  return (
    <section aria-label={words.trace}>
      <h3 className={styles.title}>
        {words.trace}
        <IconButton
          label={copied ? words.copied : words.copyTrace}
          dense
          onPress={() => void copy()}
        >
          <Copy size={14} aria-hidden="true" />
        </IconButton>
      </h3>
      <ol className={styles.events}>
        {trace.slice(0, shown).map((event, at) => (
          <li
            // Events are a list that only grows; two may be alike.
            key={at}
            className={joined(
              styles.event,
              styles[traceTone(event)],
              lit && event.at >= lit.start && event.at <= lit.end && styles.litEvent,
            )}
          >
            <span className={styles.at}>{time(event.at)}</span>
            {hops ? <span className={styles.hopNumber}>{event.hop + 1}</span> : null}
            <span className={styles.text}>
              {traceText(event, words, language)}
              {event.kind === "auth" ? <SignedTexts note={event.auth} /> : null}
            </span>
          </li>
        ))}
      </ol>
      {trace.length > shown ? (
        <Button variant="quiet" dense onPress={() => setShown(shown * 4)}>
          {words.moreEvents(formatCount(trace.length - shown, language))}
        </Button>
      ) : null}
    </section>
  );
}
