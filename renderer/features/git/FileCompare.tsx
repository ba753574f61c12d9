import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { GitSide } from "../../../shared/contract/index.ts";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import { bodyText, requestDiff } from "../../../shared/model/request-diff.ts";
import { useApp } from "../../app/app.ts";
import { openItem } from "../../app/tabs.ts";
import { DiffEditor } from "../../editor/DiffEditor.tsx";
import { useText } from "../../i18n/language.ts";
import { git } from "../../i18n/messages/git.ts";
import { findCollection, findNode } from "../../state/replica.ts";
import { Button } from "../../ui/Button.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { targetOf } from "../search/result-rows.ts";
import styles from "./Git.module.css";
import { RequestDiff } from "./RequestDiff.tsx";

interface Sides {
  readonly head: GitSide | null;
  readonly now: GitSide | null;
}
type Mode = "request" | "body" | "file";

/** One file beside what was committed: as a request, its body, and as text. */
export function FileCompare({
  collectionId,
  path,
  onClose,
}: {
  readonly collectionId: string;
  readonly path: string;
  readonly onClose: () => void;
}) {
  const app = useApp();
  const words = useText(git);
  const state = useStore(app.git, ({ value }) => value.collections[collectionId]);
  const [sides, setSides] = useState<Sides | Failure | null>(null);
  const [wanted, setWanted] = useState<Mode>("request");
  useEffect(() => {
    let gone = false;
    app.remote["git.compare"]({ collectionId, path }).then(
      (found) => {
        if (!gone) setSides(found);
      },
      (thrown: unknown) => {
        if (!gone) setSides(toFailure(thrown));
      },
    );
    return () => {
      gone = true;
    };
    // Read again whenever git's view changed: the file may have too.
  }, [app, collectionId, path, state]);
  if (sides === null) return null;
  if ("code" in sides) return <Empty title={sides.message} />;
  const { head, now } = sides;
  const before = head?.request ?? null;
  const after = now?.request ?? null;
  const pair = before !== null && after !== null ? { before, after } : null;
  const differences = pair === null ? [] : requestDiff(pair.before, pair.after);
  const withBody = differences.some(({ part }) => part === "body");
  // Scripts, examples and the way the file is written are in no part of a request: the text tells them.
  const modes: readonly Mode[] =
    differences.length === 0
      ? ["file"]
      : withBody
        ? ["request", "body", "file"]
        : ["request", "file"];
  const mode = modes.includes(wanted) ? wanted : (modes[0] ?? "file");
  const json = [before, after].some((request) => request?.body.kind === "json");
  const open = () => {
    const tree = findCollection(app.replica.getState(), collectionId);
    const opens = targetOf(path, tree && findNode(tree.children, path));
    openItem(app, opens.target, { collectionId, path: opens.path });
    onClose();
  };
  return (
    <div className={styles.compare}>
      <div className={styles.bar}>
        {modes.length < 2 ? null : (
          <Segmented
            label={words.title}
            value={mode}
            onChange={setWanted}
            options={modes.map((id) => ({ id, label: words[id] }))}
          />
        )}
        <span className={styles.said}>
          {head === null ? words.isNew : now === null ? words.isGone : ""}
        </span>
        {now === null ? null : (
          <Button dense variant="quiet" onPress={open}>
            {words.open}
          </Button>
        )}
      </div>
      <div className={styles.rest}>
        {mode === "request" ? (
          <RequestDiff differences={differences} />
        ) : (
          <DiffEditor
            key={mode}
            left={mode === "body" && before ? bodyText(before) : (head?.text ?? "")}
            right={mode === "body" && after ? bodyText(after) : (now?.text ?? "")}
            language={mode === "file" ? "yaml" : json ? "json" : "plaintext"}
            leftLabel={words.before}
            rightLabel={words.after}
          />
        )}
      </div>
    </div>
  );
}
