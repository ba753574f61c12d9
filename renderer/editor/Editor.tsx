import type { VariableView } from "../../shared/model/variable.ts";
import { joined } from "../ui/joined.ts";
import type { EditorAssist } from "./assist.ts";
import styles from "./Editor.module.css";
import type { EditorLanguage } from "./languages.ts";
import { createLate } from "./late.tsx";

/** What can be asked of an editor that is there. */
export interface EditorHandle {
  focus(): void;
  /** Opens the find box. */
  find(): void;
  /** Puts the caret on a character, counted from 0, and scrolls to it. */
  reveal(offset: number): void;
  /** The selected text; null when nothing is. */
  selection(): string | null;
}

export interface EditorProps {
  readonly value: string;
  readonly onChange?: ((value: string) => void) | undefined;
  readonly language: EditorLanguage;
  readonly readOnly?: boolean;
  /** The accessible name. */
  readonly label: string;
  /** Mod+Enter. Absent: the key passes to the app like any other. */
  readonly onSubmit?: (() => void) | undefined;
  /** Given: `{{name}}` is tinted, completed and explained. */
  readonly variables?: readonly VariableView[] | undefined;
  /** Leads to where a variable is defined (a click with Ctrl or ⌘, F12, the menu). `canGoTo`: there is such a place. */
  readonly onGoTo?: ((variable: VariableView) => void) | undefined;
  readonly canGoTo?: ((variable: VariableView) => boolean) | undefined;
  /** What is known of a GraphQL text by its schema. */
  readonly assist?: EditorAssist | null;
  readonly wrap?: boolean;
  /** Called when the editor is there, and with null when it goes. */
  readonly onReady?: ((handle: EditorHandle | null) => void) | undefined;
  /** Given: this menu is asked for at a point of the window, instead of the editor's own. */
  readonly onMenu?: ((place: MenuPlace) => void) | undefined;
  readonly className?: string | undefined;
}

/** Where a menu was asked for: px in the window, and the selected characters, or the caret, counted from 0 (`to` exclusive). */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
  readonly from: number;
  readonly to: number;
}

const surface = createLate<Omit<EditorProps, "className">>(async () => ({
  default: (await import("./Surface.tsx")).Surface,
}));

/** Begins loading the editor, so that the first one opens at once. */
export const preloadEditor = surface.preload;

/** A text editor (Monaco, loaded when first needed). Fills its parent, which must have a height. */
export function Editor({ className, ...props }: EditorProps) {
  return (
    <div className={joined(styles.editor, className)}>
      <surface.Part
        part={props}
        still={
          <pre className={styles.still} aria-label={props.label} aria-busy="true">
            {props.value.slice(0, 20_000)}
          </pre>
        }
      />
    </div>
  );
}
