import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { CodeTarget } from "../../../shared/formats/code/code-request.ts";
import { codeTarget, codeTargets, targetsFor } from "../../../shared/formats/code/targets.ts";
import type { HttpRequest } from "../../../shared/model/request.ts";
import { useApp } from "../../app/app.ts";
import { Editor } from "../../editor/Editor.tsx";
import { codeLanguage } from "../../editor/languages.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { codeWords } from "../../i18n/messages/code.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { Button } from "../../ui/Button.tsx";
import { ChoiceList } from "../../ui/ChoiceList.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { SearchField } from "../../ui/Field.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { copyText } from "../../views/copy-text.ts";
import styles from "./CodeView.module.css";
import { useCode } from "./use-code.ts";

/** A request in the language the person chose last, as it would be sent now. */
export function CodeView({
  tabKey,
  request,
  onClose,
}: {
  readonly tabKey: string;
  readonly request: HttpRequest;
  readonly onClose: () => void;
}) {
  const app = useApp();
  const words = useText(codeWords);
  const language = useLanguage();
  const chosen = useStore(app.session, (session) => session.codeTarget);
  const [opener, setOpener] = useState("");
  const [filter, setFilter] = useState("");
  const [reveal, setReveal] = useState(false);
  const [copied, setCopied] = useState<"no" | "yes" | "failed">("no");
  const view = useCode(tabKey, request, reveal);

  const socket = request.body.kind === "websocket";
  const possible = targetsFor({ raw: request.raw !== undefined, socket });
  // What opens a WebSocket is no choice for other requests, nor the other way round.
  const wanted = socket ? opener : chosen;
  const target = possible.find(({ id }) => id === wanted) ?? possible[0] ?? codeTargets[0];
  const asked = filter.trim().toLowerCase().split(/\s+/);
  const listed = possible.filter(({ id, name }) =>
    asked.every((word) => `${name} ${id}`.toLowerCase().includes(word)),
  );
  const code = target && view?.request ? target.write(view.request) : null;
  const problem = view?.problems[0];

  const choose = (id: string | undefined) => {
    if (id === undefined) return;
    setCopied("no");
    if (socket) setOpener(id);
    else app.session.setState({ codeTarget: id });
  };
  const copy = async () => {
    const done = await copyText(code);
    setCopied(done === null ? "failed" : "yes");
  };
  return (
    <Dialog
      title={words.title}
      isOpen
      size="large"
      onClose={onClose}
      footer={
        <>
          <p className={styles.note} role="status">
            {problem && code !== null
              ? failureSentences(problem, language).what
              : secretNote(view?.masked ?? false, reveal, words)}
          </p>
          <Switch isSelected={reveal} onChange={setReveal}>
            {words.secrets}
          </Switch>
          <Button
            variant="primary"
            isDisabled={code === null}
            onBlur={() => setCopied("no")}
            onPress={() => void copy()}
          >
            {copied === "yes" ? (
              <Check size={14} aria-hidden="true" />
            ) : (
              <Copy size={14} aria-hidden="true" />
            )}
            {copied === "yes" ? words.copied : copied === "failed" ? words.copyFailed : words.copy}
          </Button>
        </>
      }
    >
      <div className={styles.columns}>
        <div className={styles.targets}>
          <SearchField
            label={words.find}
            placeholder={words.findHint}
            clearLabel={words.clearFind}
            value={filter}
            onChange={setFilter}
            autoFocus
            onSubmit={() => choose(listed[0]?.id)}
          />
          <ChoiceList
            label={words.languages}
            options={listed.map(({ id, name }) => ({ id, label: name }))}
            value={target?.id ?? null}
            nothing={words.noMatch}
            onChange={choose}
          />
          {request.raw === undefined ? null : <p className={styles.note}>{words.raw}</p>}
        </div>
        <div className={styles.code}>
          {target && code !== null ? <CodeText target={target} code={code} /> : null}
          {problem && code === null ? (
            <div role="alert" className={styles.problem}>
              <Empty title={failureSentences(problem, language).what}>
                {failureSentences(problem, language).remedy}
              </Empty>
            </div>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}

/** Monaco takes a change of language with a new model only. */
function CodeText({ target, code }: { readonly target: CodeTarget; readonly code: string }) {
  const words = useText(codeWords);
  return (
    <Editor
      key={target.syntax}
      readOnly
      wrap
      label={words.code(codeTarget(target.id)?.name ?? target.id)}
      language={codeLanguage(target.syntax)}
      value={code}
    />
  );
}

function secretNote(
  masked: boolean,
  reveal: boolean,
  words: { readonly masked: string; readonly shown: string },
): string {
  if (reveal) return words.shown;
  return masked ? words.masked : "";
}
