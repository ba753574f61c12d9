import { Cable } from "lucide-react";
import { useStore } from "zustand";
import { toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { formatCount } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { connections as messages } from "../../i18n/messages/connections.ts";
import { notifyFailure } from "../../state/notices.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Empty } from "../../ui/Empty.tsx";
import styles from "./Connections.module.css";
import { ClosedTable, OpenTable, WaitingList } from "./LedgerTables.tsx";
import { useLedger } from "./use-ledger.ts";

/** The connection ledger, while its overlay is open. */
export function ConnectionsDialog() {
  const app = useApp();
  const overlay = useStore(app.overlay, (state) => state.overlay);
  if (overlay.kind !== "connections") return null;
  return <Ledger marked={overlay.number} onClose={() => closeOverlay(app.overlay)} />;
}

/** Every connection of the app: what is open, who waits, what was closed and why. `marked`: the one that was asked about. */
function Ledger({
  marked,
  onClose,
}: {
  readonly marked: number | null;
  readonly onClose: () => void;
}) {
  const app = useApp();
  const words = useText(messages);
  const language = useLanguage();
  const { ledger, now } = useLedger();
  const { open, waiting, closed } = ledger;
  const idle = open.filter(({ state }) => state === "idle").length;
  const end = async (number: number | null) => {
    try {
      await app.remote["connections.close"]({ number });
    } catch (thrown) {
      notifyFailure(app.notices, toFailure(thrown));
    }
  };
  return (
    <Dialog
      title={words.title}
      isOpen
      size="large"
      onClose={onClose}
      footer={
        <>
          <p className={styles.count} role="status">
            {open.length === 0
              ? ""
              : words.summary(formatCount(open.length, language), formatCount(idle, language))}
          </p>
          <Button isDisabled={open.length === 0} onPress={() => void end(null)}>
            {words.closeAll}
          </Button>
          <Button onPress={onClose}>{words.close}</Button>
        </>
      }
    >
      <div className={styles.list} tabIndex={0} role="region" aria-label={words.title}>
        {open.length === 0 && closed.length > 0 ? (
          <p className={styles.none}>
            {words.none}. {words.noneText}
          </p>
        ) : open.length === 0 ? (
          <Empty icon={<Cable size={20} />} title={words.none}>
            {words.noneText}
          </Empty>
        ) : (
          <section aria-label={words.open}>
            <h3 className={styles.group}>{words.open}</h3>
            <OpenTable
              open={open}
              now={now}
              marked={marked}
              onClose={(number) => void end(number)}
            />
          </section>
        )}
        {waiting.length === 0 ? null : (
          <section aria-label={words.waiting}>
            <h3 className={styles.group}>{words.waiting}</h3>
            <WaitingList waiting={waiting} now={now} />
          </section>
        )}
        {closed.length === 0 ? null : (
          <section aria-label={words.closed}>
            <h3 className={styles.group}>{words.closed}</h3>
            <ClosedTable closed={closed} now={now} marked={marked} />
          </section>
        )}
      </div>
    </Dialog>
  );
}
