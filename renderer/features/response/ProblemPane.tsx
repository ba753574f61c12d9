import { Check, Minus, X } from "lucide-react";
import type { Exchange } from "../../../shared/model/exchange.ts";
import type { Failure } from "../../../shared/model/failure.ts";
import type { Host } from "../../host/connect.ts";
import { formatBytes } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { failurePlace, failureSentences } from "../../i18n/messages/failures.ts";
import { remedyWords } from "../../i18n/messages/remedies.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { Button } from "../../ui/Button.tsx";
import { joined } from "../../ui/joined.ts";
import { TraceList } from "../timeline/TraceList.tsx";
import styles from "./panes.module.css";
import type { RemedyAction } from "./remedy.ts";
import { stepsOf } from "./steps.ts";

/** An error is a result: how far it came, what happened, what to try, and everything that is known. */
export function ProblemPane({
  exchange,
  failure,
  host,
  remedies,
  onRemedy,
  onShowWire,
}: {
  readonly exchange: Exchange | null;
  readonly failure: Failure;
  readonly host: Pick<Host, "remote">;
  readonly remedies: readonly RemedyAction[];
  readonly onRemedy: (action: RemedyAction) => void;
  readonly onShowWire: () => void;
}) {
  const words = useText(responseWords);
  const buttons = useText(remedyWords);
  const language = useLanguage();
  const { what, remedy } = failureSentences(failure, language);
  const sent = exchange?.sentBytes ?? 0;
  const received = exchange?.receivedBytes ?? 0;
  const understood = exchange?.hops.at(-1)?.response != null;
  return (
    <div className={styles.column}>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={words.problem}>
        <div className={styles.problem}>
          <Steps exchange={exchange} failure={failure} />
          <p className={styles.what}>
            {what} {failure.code === "cancelled" ? null : <Code failure={failure} />}
          </p>
          {remedy === "" ? null : <p className={styles.try}>{remedy}</p>}
          <div className={styles.buttons}>
            {remedies.map((action) => (
              <Button key={action} onPress={() => onRemedy(action)}>
                {buttons[action]}
              </Button>
            ))}
          </div>
          {exchange === null ? null : (
            <p className={styles.arrived}>
              {sent > 0 ? `${words.bytesSent(formatBytes(sent, language))} ` : ""}
              {received > 0
                ? words.bytesArrived(formatBytes(received, language))
                : words.nothingArrived}
              {understood ? ` ${words.understood}` : ""}
              {sent + received > 0 ? (
                <Button variant="quiet" dense onPress={onShowWire}>
                  {words.showInWire}
                </Button>
              ) : null}
            </p>
          )}
          {exchange === null ? null : (
            <div className={styles.trace}>
              <TraceList exchange={exchange} host={host} />
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

function Code({ failure }: { readonly failure: Failure }) {
  const named = failurePlace(failure, useLanguage());
  // A long one that the sentence says already, as a circle of variables, is not said twice.
  const place =
    named !== null && named.length > 40 && failure.message.includes(named) ? null : named;
  return (
    <code className={styles.aside}>
      {failure.code}
      {place === null ? "" : ` (${place})`}
    </code>
  );
}

function Steps({
  exchange,
  failure,
}: {
  readonly exchange: Exchange | null;
  readonly failure: Failure;
}) {
  const words = useText(responseWords);
  const names = { done: words.stepDone, failed: words.stepFailed, "not-reached": words.stepNot };
  return (
    <ol className={styles.steps} aria-label={words.steps}>
      {stepsOf(exchange, failure).map(({ phase, state }) => (
        <li
          key={phase}
          className={joined(
            styles.step,
            state === "done" && styles.stepDone,
            state === "failed" && styles.stepFailed,
          )}
        >
          {words.step[phase]}
          {state === "done" ? (
            <Check size={14} role="img" aria-label={names.done} />
          ) : state === "failed" ? (
            <X size={14} role="img" aria-label={names.failed} />
          ) : (
            <Minus size={14} role="img" aria-label={names["not-reached"]} />
          )}
        </li>
      ))}
    </ol>
  );
}
