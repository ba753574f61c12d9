import { RotateCw } from "lucide-react";
import { canSendLastEventId } from "../../../shared/model/last-event-id.ts";
import { formatDuration } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { eventWords } from "../../i18n/messages/events.ts";
import { Button } from "../../ui/Button.tsx";
import { Tooltip } from "../../ui/Tooltip.tsx";
import { useEventSource } from "../event-source.ts";
import { drawControls } from "../rows/row-text.ts";
import type { EventTally } from "./event-rows.ts";
import styles from "./Events.module.css";

/** Characters of an ID that a button holds. */
const mostShown = 24;

/** How a stream ended and what its server asks for then, in a few words; "" while it goes on. */
export function useEndText({ retry }: EventTally): string {
  const words = useText(eventWords);
  const language = useLanguage();
  const ended = useEventSource()?.ended ?? null;
  if (ended === null) return "";
  const asked = retry === null ? "" : `, ${words.asked(formatDuration(retry, language))}`;
  return `${words.ends[ended]}${asked}`;
}

/** What a browser would do by itself once a stream is over, and Envoi when it is asked to. */
export function ConnectAgain({
  complete,
  lastId,
}: {
  readonly complete: boolean;
  readonly lastId: string;
}) {
  const words = useText(eventWords);
  const events = useEventSource();
  if (events === null || events.ended === null || !complete || lastId === "") return null;
  if (!canSendLastEventId(lastId)) return <span className={styles.unfit}>{words.againUnfit}</span>;
  const short = lastId.length > mostShown ? `${lastId.slice(0, mostShown)}…` : lastId;
  return (
    <Tooltip label={`Last-Event-ID: ${drawControls(lastId)}`}>
      <Button dense className={styles.connect} onPress={() => events.connectAgain(lastId)}>
        <RotateCw size={13} aria-hidden="true" />
        {words.again(drawControls(short))}
      </Button>
    </Tooltip>
  );
}
