import type { VariableView } from "../../shared/model/variable.ts";
import { useText } from "../i18n/language.ts";
import { editorWords } from "../i18n/messages/editor.ts";
import { keyText } from "../ui/key-text.ts";
import { ContextMenu, type MenuEntry } from "../ui/Menu.tsx";

/** Where an editor's menu was asked for, and the variable there that has a page to go to. */
export interface MenuAt {
  readonly x: number;
  readonly y: number;
  readonly variable: VariableView | null;
  readonly selected: boolean;
}

/** What can be done in an editor: the app's own menu, since Monaco's knows neither our tokens nor our languages. */
export function EditorMenu({
  at,
  act: run,
  readOnly,
  onGoTo,
  onClose,
}: {
  readonly at: MenuAt | null;
  /** Runs one of Monaco's actions with the focus in the editor. */
  readonly act: (id: string) => void;
  readonly readOnly: boolean;
  readonly onGoTo: ((variable: VariableView) => void) | undefined;
  readonly onClose: () => void;
}) {
  const words = useText(editorWords);
  const act = (id: string) => () => run(id);
  const variable = at?.variable ?? null;
  const selected = at?.selected === true;
  const entries: readonly MenuEntry[] = [
    ...(variable === null || onGoTo === undefined
      ? []
      : [
          {
            id: "go",
            label: words.goTo(variable.name),
            keys: "F12",
            run: () => onGoTo(variable),
          },
          { kind: "separator" as const, id: "line" },
        ]),
    ...(readOnly
      ? []
      : [
          {
            id: "cut",
            label: words.cut,
            keys: keyText("Mod+X"),
            disabled: !selected,
            run: act("editor.action.clipboardCutAction"),
          },
        ]),
    {
      id: "copy",
      label: words.copy,
      keys: keyText("Mod+C"),
      disabled: !selected,
      run: act("editor.action.clipboardCopyAction"),
    },
    {
      id: "all",
      label: words.selectAll,
      keys: keyText("Mod+A"),
      run: act("editor.action.selectAll"),
    },
    { kind: "separator", id: "second" },
    { id: "find", label: words.find, keys: keyText("Mod+F"), run: act("actions.find") },
    ...(readOnly
      ? []
      : [
          { id: "undo", label: words.undo, keys: keyText("Mod+Z"), run: act("undo") },
          { id: "redo", label: words.redo, keys: keyText("Mod+Shift+Z"), run: act("redo") },
        ]),
  ];
  return <ContextMenu label={words.menu} entries={entries} point={at} onClose={onClose} />;
}
