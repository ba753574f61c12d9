import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { toFailure } from "../../../shared/model/failure.ts";
import type { VariablePlace } from "../../../shared/model/variable.ts";
import type { RenamePreview } from "../../../shared/model/variable-survey.ts";
import { type App, useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { surveyWords } from "../../i18n/messages/survey.ts";
import { notify, notifyFailure } from "../../state/notices.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { OpenPlace } from "./OpenPlace.tsx";
import styles from "./Survey.module.css";

type Words = ReturnType<typeof useText<(typeof surveyWords)["en"]>>;

/** What can be done with a variable: go to where it is defined; rename it everywhere, after seeing every line that changes. */
export function RenameForm({
  collectionId,
  name,
  place,
  placeName,
  onRenamed,
}: {
  readonly collectionId: string;
  readonly name: string;
  readonly place: VariablePlace | undefined;
  readonly placeName: string;
  readonly onRenamed: () => void;
}) {
  const app = useApp();
  const words = useText(surveyWords);
  const [typed, setTyped] = useState<string | null>(null);
  const unsaved = useStore(app.documents.store, ({ documents }) =>
    Object.values(documents).some((one) => one.dirty && one.ref?.collectionId === collectionId),
  );
  const to = typed?.trim() ?? "";
  const preview = usePreview(app, collectionId, name, to);
  const lines = preview?.files.reduce((sum, file) => sum + file.lines.length, 0) ?? 0;
  const ready = preview !== null && preview.refusal === null && !unsaved;
  const apply = async () => {
    if (!ready) return;
    if (await rename(app, { collectionId, from: name, to }, words)) onRenamed();
  };
  const all = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The lines that change are to be seen before the button is pressed.
    if (lines > 0) all.current?.scrollIntoView({ block: "nearest" });
  }, [lines]);
  return (
    <div ref={all} className={styles.rename}>
      <div className={styles.tools}>
        {place === undefined ? null : (
          <OpenPlace collectionId={collectionId} name={name} place={place} label={placeName} />
        )}
        {typed === null ? (
          <Button dense onPress={() => setTyped(name)}>
            {words.rename}
          </Button>
        ) : null}
      </div>
      {typed === null ? null : (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            void apply();
          }}
        >
          <Field
            autoFocus
            mono
            label={words.newName}
            value={typed}
            onChange={setTyped}
            error={preview?.refusal ? words.refusals[preview.refusal] : undefined}
          />
          {unsaved ? <p className={styles.fault}>{words.unsaved}</p> : null}
          {preview !== null && preview.refusal === null ? (
            <>
              <p className={styles.note}>{words.changes(lines, preview.files.length)}</p>
              <ul className={styles.changes}>
                {preview.files.slice(0, 60).map((file) => (
                  <li key={file.path}>
                    <span className={styles.path}>{file.path}</span>
                    {file.lines.slice(0, 20).map((line) => (
                      <span key={line.line} className={styles.change}>
                        <code className={styles.before}>− {line.before}</code>
                        <code className={styles.after}>+ {line.after}</code>
                      </span>
                    ))}
                  </li>
                ))}
              </ul>
            </>
          ) : null}
          <Button type="submit" variant="primary" isDisabled={!ready}>
            {words.renameIt}
          </Button>
        </form>
      )}
    </div>
  );
}

function usePreview(
  app: App,
  collectionId: string,
  from: string,
  to: string,
): RenamePreview | null {
  const [preview, setPreview] = useState<(RenamePreview & { readonly to: string }) | null>(null);
  useEffect(() => {
    if (to === "" || to === from) return undefined;
    const ended = new AbortController();
    const timer = setTimeout(() => {
      app.remote["variables.previewRename"]({ collectionId, from, to }, ended.signal).then(
        (found) => {
          if (!ended.signal.aborted) setPreview({ ...found, to });
        },
        () => undefined,
      );
    }, 150);
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  }, [app, collectionId, from, to]);
  return preview?.to === to ? preview : null;
}

/** Renames, says so, and offers the way back. False when it failed (told). */
async function rename(
  app: App,
  input: { readonly collectionId: string; readonly from: string; readonly to: string },
  words: Words,
): Promise<boolean> {
  try {
    const { undoId, files, skipped } = await app.remote["variables.rename"](input);
    const undo = async () => {
      const { skipped: left } = await app.remote["variables.undoRename"]({ undoId });
      // Names have other meanings again, wherever they are shown.
      app.runs.kept();
      if (left.length > 0)
        notify(app.notices, { text: words.skipped(left.join(", ")), tone: "bad" });
    };
    notify(app.notices, {
      text: words.renamed(input.from, input.to, files),
      detail: skipped.length === 0 ? "" : words.skipped(skipped.join(", ")),
      action: {
        label: words.undo,
        run: () =>
          void undo().catch((thrown: unknown) => notifyFailure(app.notices, toFailure(thrown))),
      },
    });
    return true;
  } catch (thrown) {
    notifyFailure(app.notices, toFailure(thrown));
    return false;
  }
}
