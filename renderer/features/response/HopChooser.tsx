import { ArrowRight } from "lucide-react";
import { Fragment, useEffect, useRef } from "react";
import type { Hop } from "../../../shared/model/exchange.ts";
import { useText } from "../../i18n/language.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { Button } from "../../ui/Button.tsx";
import { joined } from "../../ui/joined.ts";
import { Tooltip } from "../../ui/Tooltip.tsx";
import styles from "./Response.module.css";
import { statusClass } from "./status-class.ts";

/** The requests of an exchange in order: hop 1 302 → hop 2 200. Chooses which one the tabs below show. */
export function HopChooser({
  hops,
  chosen,
  onChoose,
}: {
  readonly hops: readonly Hop[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}) {
  const words = useText(responseWords);
  const row = useRef<HTMLDivElement>(null);
  // Of a long way only a part is in sight.
  useEffect(() => {
    row.current
      ?.querySelector('[aria-pressed="true"]')
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [chosen, hops.length]);
  return (
    <div ref={row} role="group" aria-label={words.hops} className={styles.hops}>
      {hops.map((hop, at) => {
        // Nothing was sent on it: Envoi went to https by itself.
        const none = hop.redirect?.internal === "hsts" ? "HSTS" : words.hopNone;
        const status = hop.response === null ? none : hop.response.status || words.noStatus;
        return (
          <Fragment key={hop.index}>
            {at === 0 ? null : <ArrowRight size={14} aria-hidden="true" className={styles.arrow} />}
            <Tooltip
              label={`${words.hopReason[hop.reason]} · ${hop.method} ${hop.url}`.slice(0, 300)}
            >
              <Button
                variant="quiet"
                dense
                aria-label={words.hop(String(at + 1), String(status))}
                aria-pressed={hop.index === chosen}
                onPress={() => onChoose(hop.index)}
                className={joined(styles.hop, hop.index === chosen && styles.chosen)}
              >
                {at + 1}
                <span
                  className={hop.response === null ? undefined : statusClass(hop.response.status)}
                >
                  {status}
                </span>
              </Button>
            </Tooltip>
          </Fragment>
        );
      })}
    </div>
  );
}
