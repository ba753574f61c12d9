import { CaseSensitive, Regex, Replace, Search, WholeWord } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import {
  type Replaced,
  type ReplacePick,
  type SearchQuery,
  type SearchScope,
  searchScopes,
} from "../../../shared/model/search.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { search } from "../../i18n/messages/search.ts";
import { notifyFailure } from "../../state/notices.ts";
import { choice, choose } from "../../state/session.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { Field } from "../../ui/Field.tsx";
import { IconToggle } from "../../ui/IconButton.tsx";
import { Select } from "../../ui/Select.tsx";
import { ToggleSet } from "../../ui/ToggleSet.tsx";
import styles from "./Search.module.css";
import { ReplaceNote } from "./ReplaceNote.tsx";
import { SearchResults } from "./SearchResults.tsx";
import { useSearch } from "./use-search.ts";

const everywhere = "*";
const icon = { size: 16, "aria-hidden": true } as const;

/** What is looked for, where, what takes its place, and what was found. */
export function SearchView({
  within,
  asked,
  onClose,
}: {
  readonly within: SearchQuery["within"];
  /** What is looked for at first; absent: what was looked for last. */
  readonly asked?: string | undefined;
  readonly onClose: () => void;
}) {
  const app = useApp();
  const words = useText(search);
  const collections = useStore(app.replica, (replica) => replica.collections);
  const last = (place: string, fallback: string) =>
    choice(app.session.getState(), "search", place, fallback);
  const [text, setText] = useState(() => asked ?? last("text", ""));
  const [put, setPut] = useState(() => last("put", ""));
  const [replacing, setReplacing] = useState(false);
  const [options, setOptions] = useState({ regex: false, matchCase: false, wholeWord: false });
  const [scopes, setScopes] = useState<readonly SearchScope[]>([]);
  const [place, setPlace] = useState(within === null ? everywhere : "");
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<{ readonly replaced: Replaced; readonly back: boolean } | null>(
    null,
  );
  const query: SearchQuery = {
    text,
    ...options,
    scopes,
    within: place === everywhere ? null : place === "" ? within : { collectionId: place, path: "" },
  };
  const { found, failure, again } = useSearch(app, query, replacing ? put : null);
  const listed = found?.files.reduce((sum, { matches }) => sum + matches.length, 0) ?? 0;

  const keep = (name: string, value: string) => choose(app.session, "search", name, value);
  const undo = async (undoId: string) => {
    setBusy(true);
    try {
      setDone({ replaced: await app.remote["search.undo"]({ undoId }), back: true });
    } catch (thrown) {
      notifyFailure(app.notices, toFailure(thrown));
    }
    setBusy(false);
    again();
  };
  const replace = async (picks: readonly ReplacePick[] | null) => {
    setBusy(true);
    try {
      await app.documents.flush();
      const replaced = await app.remote["search.replace"]({ query, replacement: put, picks });
      setDone({ replaced, back: false });
    } catch (thrown) {
      notifyFailure(app.notices, toFailure(thrown));
    }
    setBusy(false);
    again();
  };
  const toggle = (key: keyof typeof options) => (on: boolean) =>
    setOptions({ ...options, [key]: on });
  const places = [
    { id: everywhere, label: words.everywhere },
    ...(within === null
      ? []
      : [{ id: "", label: within.path || nameOf(collections, within.collectionId) }]),
    ...collections.map(({ id, name }) => ({ id, label: name })),
  ];

  return (
    <Dialog title={words.title} isOpen size="full" onClose={onClose}>
      <div className={styles.page}>
        <div className={styles.line}>
          <Field
            autoFocus
            aria-label={words.find}
            placeholder={words.findHint}
            className={styles.grow}
            value={text}
            onChange={(value) => {
              setText(value);
              keep("text", value);
            }}
          />
          <IconToggle
            label={words.matchCase}
            isSelected={options.matchCase}
            onChange={toggle("matchCase")}
          >
            <CaseSensitive {...icon} />
          </IconToggle>
          <IconToggle
            label={words.wholeWord}
            isSelected={options.wholeWord}
            onChange={toggle("wholeWord")}
          >
            <WholeWord {...icon} />
          </IconToggle>
          <IconToggle label={words.regex} isSelected={options.regex} onChange={toggle("regex")}>
            <Regex {...icon} />
          </IconToggle>
          <IconToggle label={words.showReplace} isSelected={replacing} onChange={setReplacing}>
            <Replace {...icon} />
          </IconToggle>
        </div>
        {replacing ? (
          <div className={styles.line}>
            <Field
              aria-label={words.replace}
              placeholder={words.replaceHint}
              className={styles.grow}
              value={put}
              onChange={(value) => {
                setPut(value);
                keep("put", value);
              }}
            />
            <Button
              isDisabled={busy || found === null || found.total === 0}
              onPress={() => void replace(null)}
            >
              {words.replaceAll}
            </Button>
          </div>
        ) : null}
        <div className={styles.line}>
          <ToggleSet
            label={words.scopes}
            className={styles.grow}
            options={searchScopes.map((id) => ({ id, label: words.scope[id] }))}
            value={scopes}
            onChange={setScopes}
          />
          <Select label={words.place} options={places} value={place} onChange={setPlace} quiet />
        </div>
        {done === null ? null : (
          <ReplaceNote
            replaced={done.replaced}
            back={done.back}
            busy={busy}
            onUndo={(undoId) => void undo(undoId)}
          />
        )}
        <p role="status" className={styles.count}>
          {found === null ? "" : words.found(found.total, found.totalFiles)}
          <span className={styles.quiet}>
            {found === null ? "" : words.searched(found.searched)}
            {found !== null && listed < found.total ? ` · ${words.tooMany}` : ""}
          </span>
        </p>
        <div className={styles.results}>
          {failure !== null ? (
            <p role="alert" className={styles.failure}>
              {sentence(failure)}
            </p>
          ) : found === null ? (
            <Empty
              icon={<Search size={20} />}
              title={text === "" ? words.start : words.searching}
            />
          ) : found.total === 0 ? (
            <Empty icon={<Search size={20} />} title={words.nothing}>
              {words.nothingHint}
            </Empty>
          ) : (
            <SearchResults
              found={found}
              busy={busy}
              onClose={onClose}
              onReplace={replacing ? (picks) => void replace(picks) : null}
            />
          )}
        </div>
      </div>
    </Dialog>
  );
}

function nameOf(
  collections: readonly { readonly id: string; readonly name: string }[],
  id: string,
): string {
  return collections.find((collection) => collection.id === id)?.name ?? "";
}

const sentence = ({ message, remedy }: Failure): string =>
  [message, remedy].filter(Boolean).join(" ");
