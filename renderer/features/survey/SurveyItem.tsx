import { ChevronRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { VariableUse } from "../../../shared/model/variable-survey.ts";
import { useApp } from "../../app/app.ts";
import { openItem } from "../../app/tabs.ts";
import { useText } from "../../i18n/language.ts";
import { surveyWords } from "../../i18n/messages/survey.ts";
import { variablesWords } from "../../i18n/messages/variables.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { choose } from "../../state/session.ts";
import { keyOf } from "../../state/tab.ts";
import { Button } from "../../ui/Button.tsx";
import { joined } from "../../ui/joined.ts";
import type { RequestTab } from "../request/request-editor-props.ts";
import { openPlace } from "./open-place.ts";
import { OpenPlace } from "./OpenPlace.tsx";
import { RenameForm } from "./RenameForm.tsx";
import { isUnused, type SurveyLine } from "./survey-lines.ts";
import styles from "./Survey.module.css";

/** A line of the list and, when open, where it is used and what can be done with it. */
export function SurveyItem({
  line,
  collectionId,
  isOpen,
  onToggle,
  onRenamed,
}: {
  readonly line: SurveyLine;
  readonly collectionId: string;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onRenamed: () => void;
}) {
  const words = useText(surveyWords);
  const { origin } = useText(variablesWords);
  const row = line.kind === "row" ? line.row : null;
  const name = row?.name ?? (line.kind === "undefined" ? line.name : "");
  const uses = row?.uses ?? (line.kind === "undefined" ? line.uses : 0);
  const place =
    row === null
      ? words.undefinedPlace
      : row.scope === "request"
        ? row.origin
        : origin(row.scope, row.origin);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // What opened at the list's end would be below its edge.
    if (isOpen) item.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  return (
    <li ref={item} className={styles.item} data-open={isOpen || undefined}>
      <button type="button" className={styles.line} aria-expanded={isOpen} onClick={onToggle}>
        <span translate="no" className={joined(styles.name, row === null && styles.fault)}>
          <ChevronRight size={14} aria-hidden="true" className={styles.chevron} />
          {name}
        </span>
        <span className={joined(styles.value, row?.missing && styles.fault)}>
          {row === null
            ? ""
            : row.missing
              ? words.missing
              : row.secret
                ? "••••••"
                : row.value.slice(0, 300)}
        </span>
        <span className={joined(styles.place, row === null && styles.fault)}>{place}</span>
        <span className={styles.number}>
          {row?.disabled ? (
            <span className={styles.mark}>{words.off}</span>
          ) : row !== null && isUnused(row) ? (
            <span className={styles.mark}>{words.unusedMark}</span>
          ) : (
            uses
          )}
        </span>
      </button>
      {isOpen ? (
        <div className={styles.details}>
          {row === null ? <p className={styles.note}>{words.undefinedHint}</p> : null}
          {row !== null && row.shadows.length > 0 ? (
            <p className={styles.note}>{words.shadows(row.shadows.join(", "))}</p>
          ) : null}
          <Uses collectionId={collectionId} name={name} />
          {row?.scope === "workspace" && row.place !== undefined ? (
            <OpenPlace collectionId={collectionId} name={name} place={row.place} label={place} />
          ) : null}
          {row === null || row.scope === "process" || row.scope === "workspace" ? null : (
            <RenameForm
              collectionId={collectionId}
              name={name}
              onRenamed={onRenamed}
              place={row.place}
              placeName={place}
            />
          )}
        </div>
      ) : null}
    </li>
  );
}

/** The page of a request that shows a field of it; the URL is always in sight. */
const parts: Partial<Record<VariableUse["field"], RequestTab>> = {
  headers: "headers",
  params: "params",
  body: "body",
  auth: "auth",
  variables: "variables",
  settings: "settings",
  docs: "docs",
};

function Uses({ collectionId, name }: { readonly collectionId: string; readonly name: string }) {
  const app = useApp();
  const words = useText(surveyWords);
  const [uses, setUses] = useState<readonly VariableUse[] | null>(null);
  useEffect(() => {
    const ended = new AbortController();
    app.remote["variables.uses"]({ collectionId, name }, ended.signal).then(
      (found) => {
        if (!ended.signal.aborted) setUses(found);
      },
      () => undefined,
    );
    return () => ended.abort();
  }, [app, collectionId, name]);
  if (uses === null) return null;
  if (uses.length === 0) return <p className={styles.note}>{words.notUsed}</p>;
  const open = (use: VariableUse) => {
    closeOverlay(app.overlay);
    if (use.kind === "request") {
      const ref = { collectionId, path: use.path };
      openItem(app, "request", ref);
      const part = parts[use.field];
      if (part !== undefined) choose(app.session, keyOf("request", ref), "request", part);
      return;
    }
    const folder = use.path.replace(/(?:^|\/)[^/]*$/, "");
    openPlace(
      app,
      collectionId,
      use.kind === "environment"
        ? { kind: "environment", name: use.title }
        : { kind: "defaults", path: folder },
    );
  };
  return (
    <ul className={styles.uses} aria-label={words.usedIn}>
      {uses.slice(0, 100).map((use, at) => (
        // Lines of one request look alike; their order is their identity.
        <li key={at}>
          <Button variant="quiet" dense className={styles.use} onPress={() => open(use)}>
            <span translate="no" className={styles.useTitle}>
              {use.title}
            </span>
            <span className={styles.useField}>{words.fields[use.field]}</span>
            <code className={styles.useText}>{use.text}</code>
          </Button>
        </li>
      ))}
    </ul>
  );
}
