import { useStore } from "zustand";
import { keysOf } from "../../actions/keyboard.ts";
import { actionOf } from "../../actions/list.ts";
import { useApp } from "../../app/app.ts";
import type { ActionId } from "../../i18n/messages/actions.ts";

/** The keys of an action as they are now, for tooltips. */
export function useKeys(): (id: ActionId) => string | undefined {
  const { info, settings } = useApp();
  const own = useStore(settings, (state) => state.value.keys);
  return (id) => {
    const action = actionOf(id);
    return (action && keysOf(action, own, info.host)) ?? undefined;
  };
}
