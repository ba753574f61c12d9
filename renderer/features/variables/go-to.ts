import type { KeyboardEvent, MouseEvent } from "react";
import type { VariableView } from "../../../shared/model/variable.ts";
import { references } from "../../../shared/template/references.ts";
import { currentCollection } from "../../app/current.ts";
import { useApp } from "../../app/app.ts";
import { closeOverlay } from "../../state/overlay.ts";
import { isMac } from "../../ui/key-text.ts";
import { openPlace } from "../survey/open-place.ts";
import { viewNamed } from "../../../shared/template/variable-views.ts";

/** True where a person can be led to a variable's definition: it is in a file that has a page here. */
export function hasPage(view: VariableView | null): boolean {
  return view?.place !== undefined;
}

/** `user` for `user.name`: a part is defined where the whole is. */
const baseName = (name: string) => /^[^.[]+/.exec(name)?.[0] ?? name;

/** Leads to where a variable is defined. False: it is on no page. */
export function useGoTo(): (view: VariableView | null) => boolean {
  const app = useApp();
  return (view) => {
    const collectionId = currentCollection(app);
    if (view?.place === undefined) return false;
    if (collectionId === null && view.place.kind !== "globals") return false;
    closeOverlay(app.overlay);
    openPlace(app, collectionId ?? "", view.place, baseName(view.name));
    return true;
  };
}

/** F12 with the caret in a reference, and a click with Ctrl or ⌘ on one. Both give true when somebody was led somewhere. */
export function useGoToFrom(variables: readonly VariableView[]): {
  pressed(event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>): boolean;
  clicked(event: MouseEvent, name: string | null): boolean;
} {
  const go = useGoTo();
  return {
    pressed(event) {
      if (event.key !== "F12" || event.shiftKey || event.altKey) return false;
      const { value, selectionStart } = event.currentTarget;
      const caret = selectionStart ?? -1;
      const inside = references(value).find(({ from, to }) => caret >= from && caret <= to);
      return inside !== undefined && go(viewNamed(variables, inside.name));
    },
    clicked(event, name) {
      if (name === null || event.button !== 0 || !(isMac ? event.metaKey : event.ctrlKey))
        return false;
      return go(viewNamed(variables, name));
    },
  };
}
