import type { Replaced } from "../../../shared/model/search.ts";
import { useText } from "../../i18n/language.ts";
import { search } from "../../i18n/messages/search.ts";
import { Button } from "../../ui/Button.tsx";
import styles from "./Search.module.css";

/** What a replacement changed, and the way back: in the dialog, since what lies behind one cannot be pressed. */
export function ReplaceNote({
  replaced: { matches, files, failed, undoId },
  back,
  busy,
  onUndo,
}: {
  readonly replaced: Replaced;
  /** True: it was taken back. */
  readonly back: boolean;
  readonly busy: boolean;
  readonly onUndo: (undoId: string) => void;
}) {
  const words = useText(search);
  return (
    <div role="status" className={styles.done} data-bad={failed.length > 0 || undefined}>
      <span className={styles.grow}>
        {back ? words.undone(files) : words.replaced(matches, files)}
        {failed.length === 0
          ? null
          : ` · ${words.failed(failed.length)}: ${failed.map(({ path }) => path).join(", ")}`}
      </span>
      {undoId === null ? null : (
        <Button dense isDisabled={busy} onPress={() => onUndo(undoId)}>
          {words.undo}
        </Button>
      )}
    </div>
  );
}
