import { useState } from "react";
import type { Exchange } from "../../../shared/model/exchange.ts";
import { timingOf } from "../../../shared/model/timing.ts";
import type { Host } from "../../host/connect.ts";
import { formatDuration } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { timelineWords } from "../../i18n/messages/timeline.ts";
import { joined } from "../../ui/joined.ts";
import { Method } from "../../ui/Method.tsx";
import { statusClass } from "../response/status-class.ts";
import { placeOf, ticksOf } from "./scale.ts";
import styles from "./Timeline.module.css";
import { TraceList } from "./TraceList.tsx";

type Stretch = { readonly start: number; readonly end: number };

/**
 * Where the time went: a row for each request, a bar for each phase, the scale on top, and the gaps that belong to none.
 * Pointing at a phase, or focusing it, lights its events in the trace below.
 */
export function TimelinePane({
  exchange,
  host,
}: {
  readonly exchange: Exchange;
  readonly host: Pick<Host, "remote">;
}) {
  const words = useText(timelineWords);
  const language = useLanguage();
  const [lit, setLit] = useState<Stretch | null>(null);
  const timing = timingOf(exchange);
  const { total } = timing;
  const time = (ms: number) => formatDuration(ms, language);
  const ticks = ticksOf(total);
  // What comes behind the answer to its handshake is no body.
  const socket = exchange.hops.some((hop) => hop.socket !== undefined);
  const nameOf = (phase: keyof typeof words.phase) =>
    phase === "body" && socket ? words.socketPhase : words.phase[phase];
  const phases = new Map<string, number>();
  for (const hop of timing.hops) {
    for (const span of hop.phases) {
      phases.set(span.phase, (phases.get(span.phase) ?? 0) + span.end - span.start);
    }
  }
  return (
    <div className={styles.pane}>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={words.waterfall}>
        <div className={styles.waterfall}>
          <div className={styles.scale} aria-hidden="true">
            {ticks.map((tick) => (
              <span key={tick} className={styles.tick} style={{ left: `${placeOf(tick, total)}%` }}>
                {time(tick)}
              </span>
            ))}
          </div>
          {exchange.hops.map((hop, at) => (
            <div key={hop.index} className={styles.row}>
              <div className={styles.label}>
                <span className={styles.number}>{at + 1}</span>
                <Method method={hop.method} />
                {hop.response === null || hop.response.status === 0 ? null : (
                  <span className={statusClass(hop.response.status)}>{hop.response.status}</span>
                )}
                <span className={styles.url}>{pathOf(hop.url)}</span>
              </div>
              <div className={styles.track}>
                {ticks.map((tick) => (
                  <span
                    key={tick}
                    className={styles.grid}
                    style={{ left: `${placeOf(tick, total)}%` }}
                  />
                ))}
                {(timing.hops[at]?.phases ?? []).map((span) => {
                  const left = placeOf(span.start, total);
                  return (
                    <button
                      type="button"
                      key={`${span.phase} ${span.start}`}
                      aria-label={words.span(
                        nameOf(span.phase),
                        time(span.end - span.start),
                        time(span.start),
                      )}
                      title={`${nameOf(span.phase)} ${time(span.end - span.start)}`}
                      className={joined(styles.bar, styles[span.phase])}
                      style={{
                        left: `${left}%`,
                        width: `max(2px, ${placeOf(span.end, total) - left}%)`,
                      }}
                      onPointerEnter={() => setLit(span)}
                      onPointerLeave={() => setLit(null)}
                      onFocus={() => setLit(span)}
                      onBlur={() => setLit(null)}
                    />
                  );
                })}
              </div>
            </div>
          ))}
        </div>
        <dl className={styles.sums}>
          {[...phases].map(([phase, ms]) => (
            <div key={phase} className={styles.sum}>
              <dt>
                <span className={joined(styles.swatch, styles[phase])} aria-hidden="true" />
                {nameOf(phase as keyof typeof words.phase)}
              </dt>
              <dd>{time(ms)}</dd>
            </div>
          ))}
          {timing.outside > 0.005 ? (
            <div className={styles.sum} title={words.outsideText}>
              <dt>
                <span className={styles.swatch} aria-hidden="true" />
                {words.outside}
              </dt>
              <dd>{time(timing.outside)}</dd>
            </div>
          ) : null}
          <div className={joined(styles.sum, styles.total)}>
            <dt>{words.total}</dt>
            <dd>{time(total)}</dd>
          </div>
        </dl>
        <TraceList exchange={exchange} host={host} lit={lit} />
      </div>
    </div>
  );
}

/** Host and path: the scheme says nothing here. */
function pathOf(url: string): string {
  return url.replace(/^[a-z]+:\/\//i, "");
}
