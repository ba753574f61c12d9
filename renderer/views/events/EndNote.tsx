import { canSendLastEventId } from "../../../shared/model/last-event-id.ts";
import { formatDuration } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { eventWords } from "../../i18n/messages/events.ts";
import { Button } from "../../ui/Button.tsx";
import { useEventSource } from "../event-source.ts";
import { drawControls } from "../rows/row-text.ts";
import type { EventTally } from "./event-rows.ts";
import styles from "./Events.module.css";

/** Characters of an ID that a button holds. */
const mostShown = 40;

/** Said below the bar once a stream is over: what a browser would do now by itself, and Envoi when it is asked to. */
export function EndNote({
  complete,
  tally,
}: {
  readonly complete: boolean;
  readonly tally: EventTally;
}) {
  const words = useText(eventWords);
  const language = useLanguage();
  const events = useEventSource();
  const { lastId, retry } = tally;
  if (events === null || events.running || !complete) return null;
  if (lastId === "" && retry === null) return null;
  const short = lastId.length > mostShown ? `${lastId.slice(0, mostShown)}…` : lastId;
  return (
    <p className={styles.ended}>
      {words.ended}
      {retry === null ? null : <span>{words.asked(formatDuration(retry, language))}</span>}
      {canSendLastEventId(lastId) ? (
        <Button dense onPress={() => events.connectAgain(lastId)}>
          {words.again(drawControls(short))}
        </Button>
      ) : lastId === "" ? null : (
        <span>{words.againUnfit}</span>
      )}
    </p>
  );
}
