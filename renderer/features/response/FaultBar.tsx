import type { Hop } from "../../../shared/model/exchange.ts";
import { formatCount } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { faultSentence } from "../../i18n/messages/failures.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { Button } from "../../ui/Button.tsx";
import styles from "./Response.module.css";

/** What of a reply was not as the standard says: the worst first, with its place in the bytes. */
export function FaultBar({
  hop,
  onShow,
}: {
  readonly hop: Hop;
  /** `offset`: bytes received on this hop before it. */
  readonly onShow: (offset: number) => void;
}) {
  const words = useText(responseWords);
  const language = useLanguage();
  const fault = hop.faults.find((one) => one.severity === "fatal") ?? hop.faults[0];
  if (fault === undefined) return null;
  const more = hop.faults.length - 1;
  return (
    <div role="status" className={styles.faults}>
      <span className={styles.faultText}>
        {faultSentence(fault, language)}{" "}
        <span className={styles.faultMore}>
          {words.faultAt(formatCount(fault.offset, language))}
          {more > 0 ? ` ${words.moreFaults(formatCount(more, language))}` : ""}
        </span>
      </span>
      <Button variant="quiet" dense onPress={() => onShow(fault.offset)}>
        {words.showInWire}
      </Button>
    </div>
  );
}
