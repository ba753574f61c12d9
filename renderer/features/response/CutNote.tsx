import type { Exchange } from "../../../shared/model/exchange.ts";
import { resumableOf } from "../../../shared/model/resumable.ts";
import { useText } from "../../i18n/language.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { Button } from "../../ui/Button.tsx";
import styles from "./panes.module.css";

/** What is said of a body that ends early, and the way to the rest of it where there is one. */
export function CutNote({
  exchange,
  isLast,
  onResume,
}: {
  readonly exchange: Exchange;
  /** The body is the exchange's, not that of a redirect on the way. */
  readonly isLast: boolean;
  readonly onResume: (exchangeId: string) => void;
}) {
  const words = useText(responseWords);
  const found = isLast ? resumableOf(exchange) : "complete";
  const undecoded = isLast && exchange.failure?.phase === "decode";
  return (
    <p className={styles.cut}>
      {undecoded ? words.decodedSoFar : words.bodyCut}
      {typeof found === "string" ? (
        found === "complete" ? null : (
          ` ${words.noRest[found]}`
        )
      ) : (
        <Button dense onPress={() => onResume(exchange.id)}>
          {words.getRest}
        </Button>
      )}
    </p>
  );
}
