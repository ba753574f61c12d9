import { History } from "lucide-react";
import { useState } from "react";
import { useText } from "../../i18n/language.ts";
import { historyWords } from "../../i18n/messages/history.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Popup } from "../../ui/Popup.tsx";
import styles from "./History.module.css";
import { HistoryList } from "./HistoryList.tsx";

/** Opens what was sent before. `tabKey`: the tab whose request it is of. */
export function HistoryButton({ tabKey }: { readonly tabKey: string }) {
  const words = useText(historyWords);
  const [open, setOpen] = useState(false);
  return (
    <Popup
      label={words.title}
      isOpen={open}
      onOpenChange={setOpen}
      className={styles.popup}
      trigger={
        <IconButton label={words.open} dense>
          <History size={15} aria-hidden="true" />
        </IconButton>
      }
    >
      <HistoryList tabKey={tabKey} onClose={() => setOpen(false)} />
    </Popup>
  );
}
