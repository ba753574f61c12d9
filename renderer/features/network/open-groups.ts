import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { choice, choose, type SessionStore } from "../../state/session.ts";
import { type GroupName, groups } from "./fields.ts";

const place = "settings-open";

/** The groups that are open in a document's settings, kept in the session, and a way to change them. */
export function useOpenGroups(
  documentKey: string,
): readonly [readonly GroupName[], (open: readonly GroupName[]) => void] {
  const { session } = useApp();
  const text = useStore(session, (state) => choice(state, documentKey, place, ""));
  const open = groups.map(({ name }) => name).filter((name) => text.split(" ").includes(name));
  return [open, (next) => choose(session, documentKey, place, next.join(" "))];
}

/** Opens one group beside those that are. */
export function openGroup(session: SessionStore, documentKey: string, name: GroupName): void {
  const text = choice(session.getState(), documentKey, place, "");
  if (!text.split(" ").includes(name)) choose(session, documentKey, place, `${text} ${name}`);
}
