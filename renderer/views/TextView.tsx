import { useEffect, useImperativeHandle, useRef, useState } from "react";
import { Braces, Copy } from "lucide-react";
import { common } from "../i18n/messages/common.ts";
import { ContextMenu, type MenuEntry } from "../ui/Menu.tsx";
import { copyText } from "./copy-text.ts";
import { Editor, type EditorHandle, type MenuPlace } from "../editor/Editor.tsx";
import { languageOf } from "../editor/languages.ts";
import { formatCount } from "../i18n/format.ts";
import { useLanguage, useText } from "../i18n/language.ts";
import { views } from "../i18n/messages/views.ts";
import { keepWords } from "../i18n/messages/keep.ts";
import { Button } from "../ui/Button.tsx";
import { useKeep } from "./keep.ts";
import { jsonPointedAt, textPointedAt } from "./selector-at.ts";
import { LargeText } from "./LargeText.tsx";
import { placeOf, readWholeText, wholeLimit, type WholeText } from "./whole-text.ts";
import type { ViewProps } from "./view.ts";
import styles from "./views.module.css";

/**
 * A body as text. Whole, in the editor, when it is small and its lines are short; in rows otherwise, and while it is
 * still arriving (a view that began in rows stays so: nothing changes under the reader's eyes).
 */
export function TextView(props: ViewProps & { readonly layOut: boolean }) {
  const { info, layOut } = props;
  const [began] = useState(info.complete && info.size <= wholeLimit);
  return began ? <Whole {...props} key={`${info.charset} ${layOut}`} /> : <LargeText {...props} />;
}

function Whole(props: ViewProps & { readonly layOut: boolean }) {
  const { source, info, label, actions, layOut } = props;
  const words = useText(views);
  const keeping = useText(keepWords);
  const shared = useText(common);
  const keep = useKeep();
  const language = useLanguage();
  const [whole, setWhole] = useState<WholeText | "unreadable" | null>(null);
  const editor = useRef<EditorHandle>(null);

  useEffect(() => {
    const controller = new AbortController();
    readWholeText(source, info, layOut, controller.signal).then(setWhole, () => {
      if (!controller.signal.aborted) setWhole("unreadable");
    });
    return () => controller.abort();
    // oxlint-disable-next-line react/exhaustive-deps -- a body does not change; another one has another source
  }, [source, layOut]);

  useImperativeHandle(actions, () => ({
    find: () => editor.current?.find(),
    selection: () => Promise.resolve(editor.current?.selection() ?? null),
  }));

  const [menu, setMenu] = useState<MenuPlace | null>(null);

  if (whole === null) return null;
  if (whole === "unreadable") return <p className={styles.note}>{words.unreadable}</p>;
  if (!whole.fits) return <LargeText {...props} />;
  const { errorAt, text } = whole;
  const place = errorAt === null ? null : placeOf(text, errorAt);
  const json = info.kind === "json" || info.kind === "ndjson";
  const entriesAt = ({ from, to }: MenuPlace): readonly MenuEntry[] => {
    const found = info.kind === "json" ? jsonPointedAt(text, from) : textPointedAt(text, from, to);
    return [
      {
        id: "keep",
        label: keeping.keep,
        icon: <Braces size={14} aria-hidden="true" />,
        disabled: found === null,
        run: () => found !== null && keep?.(found.selector, found.name, found.shown),
      },
      {
        id: "copy",
        label: shared.copy,
        icon: <Copy size={14} aria-hidden="true" />,
        run: () => void copyText(to > from ? text.slice(from, to) : (found?.shown ?? text)),
      },
    ];
  };
  return (
    <div className={styles.column}>
      {place === null || errorAt === null ? null : (
        <div className={styles.problem} role="status">
          {words.invalidJson(
            formatCount(place.line, language),
            formatCount(place.column, language),
          )}
          <Button variant="quiet" dense onPress={() => editor.current?.reveal(errorAt)}>
            {words.showPlace}
          </Button>
        </div>
      )}
      <div className={styles.rest}>
        <Editor
          value={text}
          language={!layOut ? "plaintext" : json ? "json" : languageFor(info)}
          readOnly
          label={label}
          onReady={(handle) => void (editor.current = handle)}
          onMenu={keep === null ? undefined : setMenu}
        />
        <ContextMenu
          label={label}
          point={menu}
          onClose={() => setMenu(null)}
          entries={menu === null ? [] : entriesAt(menu)}
        />
      </div>
    </div>
  );
}

function languageFor({ kind, mediaType }: ViewProps["info"]) {
  if (kind === "html") return "html";
  if (kind === "xml" || kind === "svg") return "xml";
  return languageOf(mediaType);
}
