import { Braces, ChevronDown, Globe, Laptop, Pencil, Plus } from "lucide-react";
import { useStore } from "zustand";
import { localBase, localName } from "../../../shared/model/variable.ts";
import { type App, useApp } from "../../app/app.ts";
import { openItem } from "../../app/tabs.ts";
import { useText } from "../../i18n/language.ts";
import { environments } from "../../i18n/messages/environments.ts";
import { showOverlay } from "../../state/overlay.ts";
import { findCollection } from "../../state/replica.ts";
import { Button } from "../../ui/Button.tsx";
import { type MenuEntry, MenuButton } from "../../ui/Menu.tsx";
import { Dot } from "./Dot.tsx";
import styles from "./EnvironmentPicker.module.css";
import { openLocal } from "./actions.ts";
import { type GlobalsChoice, useGlobals } from "./use-globals.ts";
import { useEnvironment } from "./use-environment.ts";
import { useColours } from "./use-colours.ts";

/** Which environment the requests of a collection take their variables from. */
export function EnvironmentPicker({ collectionId }: { readonly collectionId: string | null }) {
  const app = useApp();
  const words = useText(environments);
  const collection = useStore(app.replica, (replica) => findCollection(replica, collectionId));
  const chosen = useEnvironment(collectionId);
  const saved = useStore(app.documents.store, ({ documents }) =>
    Object.values(documents)
      .map((document) => (document.target === "environment" ? document.hash : ""))
      .join(""),
  );
  const all = collection?.environments ?? [];
  const globals = useGlobals(collectionId);
  const names = all.filter((name) => localBase(name, all) === null);
  const colours = useColours(app, collectionId, names, saved);
  if (!collection || collectionId === null) return null;
  const choose = (name: string | null) =>
    app.session.setState((session) => ({
      environments: { ...session.environments, [collectionId]: name },
    }));
  const entries: readonly MenuEntry[] = [
    {
      id: "none",
      label: words.none,
      icon: <Dot colour={undefined} />,
      checked: chosen === null,
      run: () => choose(null),
    },
    ...names.map((name): MenuEntry => ({
      id: `name:${name}`,
      label: name,
      icon: <Dot colour={colours[name]} />,
      checked: chosen === name,
      run: () => choose(name),
    })),
    ...(globals === null ? [] : globalsEntries(app, globals, words)),
    { kind: "separator", id: "line" },
    ...(chosen === null
      ? []
      : [
          {
            id: "edit",
            label: words.edit(chosen),
            icon: <Pencil size={14} aria-hidden="true" />,
            run: () => openItem(app, "environment", { collectionId, path: chosen }),
          },
          {
            id: "local",
            label: words.local(chosen),
            icon: <Laptop size={14} aria-hidden="true" />,
            run: () => void openLocal(app, collectionId, chosen, all.includes(localName(chosen))),
          },
        ]),
    {
      id: "new",
      label: words.create,
      icon: <Plus size={14} aria-hidden="true" />,
      run: () => showOverlay(app.overlay, { kind: "new-environment", collectionId }),
    },
    {
      id: "variables",
      label: words.allVariables,
      icon: <Braces size={14} aria-hidden="true" />,
      run: () => showOverlay(app.overlay, { kind: "variables", collectionId }),
    },
  ];
  const shared = globals?.chosen ?? null;
  return (
    <MenuButton label={words.picker} entries={entries} placement="bottom end">
      <Button variant="quiet" aria-label={words.pickerFor(chosen ?? words.none, shared)}>
        <Dot colour={chosen === null ? undefined : colours[chosen]} />
        <span className={styles.name} data-none={chosen === null || undefined}>
          {chosen ?? words.none}
        </span>
        {shared === null ? null : <Globe size={12} aria-hidden="true" className={styles.globals} />}
        <ChevronDown size={14} aria-hidden="true" className={styles.chevron} />
      </Button>
    </MenuButton>
  );
}

/** What collections share: each to be chosen or not, the chosen one to be edited, and a way to a new one. */
function globalsEntries(
  app: App,
  { id, names, chosen, choose }: GlobalsChoice,
  words: (typeof environments)["en"],
): readonly MenuEntry[] {
  const icon = <Globe size={14} aria-hidden="true" />;
  return [
    { kind: "separator", id: "globals" },
    ...names.map((name): MenuEntry => ({
      id: `globals:${name}`,
      label: words.globals(name),
      icon,
      checked: chosen === name,
      run: () => choose(chosen === name ? null : name),
    })),
    ...(id === null || chosen === null
      ? []
      : [
          {
            id: "edit-globals",
            label: words.editGlobals(chosen),
            icon: <Pencil size={14} aria-hidden="true" />,
            run: () => openItem(app, "environment", { collectionId: id, path: chosen }),
          },
        ]),
    ...(id === null
      ? []
      : [
          {
            id: "new-globals",
            label: words.createGlobals,
            icon: <Plus size={14} aria-hidden="true" />,
            run: () => showOverlay(app.overlay, { kind: "new-environment", collectionId: id }),
          },
        ]),
  ];
}
