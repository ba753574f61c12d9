import { useState } from "react";
import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { formatCount } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { surveyWords } from "../../i18n/messages/survey.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { findCollection } from "../../state/replica.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { SearchField } from "../../ui/Field.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { SurveyItem } from "./SurveyItem.tsx";
import { isUnused, surveyLines, type SurveyShow } from "./survey-lines.ts";
import { useSurvey } from "./use-survey.ts";
import styles from "./Survey.module.css";

/** Lines drawn at once. */
const step = 200;

/** Every variable of a collection: value, place, what it hides, where it is used; what is unused and what nobody defines. */
export function VariablesDialog({ collectionId }: { readonly collectionId: string }) {
  const app = useApp();
  const words = useText(surveyWords);
  const language = useLanguage();
  const collection = useStore(app.replica, (replica) => findCollection(replica, collectionId));
  const [turn, setTurn] = useState(0);
  const survey = useSurvey(collectionId, turn);
  const [show, setShow] = useState<SurveyShow>("all");
  const [filter, setFilter] = useState("");
  const [shown, setShown] = useState(step);
  const [opened, setOpened] = useState<string | null>(null);
  const close = () => closeOverlay(app.overlay);
  const known = survey !== null && "rows" in survey ? survey : null;
  const lines = known === null ? [] : surveyLines(known, show, filter);
  const count = (of: number) => (of === 0 ? "" : ` ${formatCount(of, language)}`);
  return (
    <Dialog title={words.titleOf(collection?.name ?? "")} isOpen onClose={close} size="large">
      <div className={styles.column}>
        <div className={styles.bar}>
          <SearchField
            label={words.filter}
            placeholder={words.filter}
            clearLabel={words.clear}
            value={filter}
            onChange={setFilter}
            className={styles.filter}
          />
          <Segmented
            label={words.show}
            value={show}
            onChange={setShow}
            options={[
              { id: "all", label: words.all },
              {
                id: "unused",
                label: words.unused + count(known?.rows.filter(isUnused).length ?? 0),
              },
              { id: "undefined", label: words.undefined + count(known?.undefined.length ?? 0) },
            ]}
          />
        </div>
        {survey !== null && !("rows" in survey) ? (
          <p className={styles.fault}>{failureSentences(survey, language).what}</p>
        ) : null}
        {known?.problems.map((problem) => (
          <p key={problem} className={styles.fault}>
            {problem}
          </p>
        ))}
        <div className={styles.heads} aria-hidden="true">
          <span>{words.name}</span>
          <span>{words.value}</span>
          <span>{words.place}</span>
          <span className={styles.number}>{words.uses}</span>
        </div>
        <ul className={styles.list} aria-label={words.title}>
          {known !== null && lines.length === 0 ? (
            <li className={styles.empty}>
              {known.rows.length === 0 && filter === "" ? words.empty : words.none}
            </li>
          ) : null}
          {lines.slice(0, shown).map((line) => (
            <SurveyItem
              key={line.id}
              line={line}
              collectionId={collectionId}
              isOpen={opened === line.id}
              onToggle={() => setOpened(opened === line.id ? null : line.id)}
              onRenamed={() => {
                setOpened(null);
                setTurn(turn + 1);
              }}
            />
          ))}
          {lines.length > shown ? (
            <li className={styles.empty}>
              <Button variant="quiet" onPress={() => setShown(shown + step * 4)}>
                {words.more(formatCount(lines.length - shown, language))}
              </Button>
            </li>
          ) : null}
        </ul>
      </div>
    </Dialog>
  );
}
