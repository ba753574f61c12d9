import { GitBranch } from "lucide-react";
import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { git } from "../../i18n/messages/git.ts";
import { showOverlay } from "../../state/overlay.ts";
import { BareButton } from "../../ui/BareButton.tsx";
import { Tooltip } from "../../ui/Tooltip.tsx";
import styles from "./Git.module.css";
import { changedFiles } from "./marks.ts";

/** The branch of a collection and how many of its files differ; nothing where there is no repository. */
export function Branch({ collectionId }: { readonly collectionId: string | null }) {
  const app = useApp();
  const words = useText(git);
  const state = useStore(app.git, ({ value }) => value.collections[collectionId ?? ""]);
  if (state === undefined || collectionId === null) return null;
  const count = changedFiles(state.marks).length;
  const name = state.branch ?? state.commit ?? words.noCommit;
  const label =
    state.branch === null ? words.detached(state.commit ?? "") : words.branch(state.branch);
  return (
    <Tooltip label={label} keys={undefined}>
      <BareButton
        className={styles.branch ?? ""}
        aria-label={label}
        onPress={() => showOverlay(app.overlay, { kind: "changes", collectionId, path: null })}
      >
        <GitBranch size={14} aria-hidden="true" />
        <span className={styles.branchName}>{name}</span>
        {count === 0 ? null : <span className={styles.count}>{count}</span>}
      </BareButton>
    </Tooltip>
  );
}
