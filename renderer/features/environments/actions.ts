import { toFailure } from "../../../shared/model/failure.ts";
import { localName } from "../../../shared/model/variable.ts";
import type { App } from "../../app/app.ts";
import { forgetTabs, openItem } from "../../app/tabs.ts";
import { notify, notifyFailure } from "../../state/notices.ts";
import { rekeyTab } from "../../state/session.ts";
import { keyOf, type Tab } from "../../state/tab.ts";
import { chooseGlobals } from "./use-globals.ts";

interface Place {
  readonly collectionId: string;
  readonly name: string;
}

/** Gives an environment another name; its tab, its edit and the choice of it follow. A failure is told. */
export async function renameEnvironment(
  app: App,
  { collectionId, name }: Place,
  to: string,
): Promise<void> {
  if (to.trim() === "" || to.trim() === name) return;
  try {
    const made = await app.remote["environments.rename"]({
      collectionId,
      from: name,
      to: to.trim(),
    });
    const key = keyOf("environment", { collectionId, path: name });
    const ref = { collectionId, path: made.name };
    const tab: Tab = { key: keyOf("environment", ref), target: "environment", ref, preview: false };
    app.documents.rekey(key, tab);
    rekeyTab(app.session, key, tab);
    app.session.setState(({ environments }) => ({
      environments:
        environments[collectionId] === name
          ? { ...environments, [collectionId]: made.name }
          : environments,
    }));
  } catch (thrown) {
    notifyFailure(app.notices, toFailure(thrown));
  }
}

/** Opens this machine's changes to an environment; makes the file when there is none yet. A failure is told. */
export async function openLocal(
  app: App,
  collectionId: string,
  environment: string,
  exists: boolean,
): Promise<void> {
  try {
    const name = localName(environment);
    if (!exists) await app.remote["environments.create"]({ collectionId, name });
    openItem(app, "environment", { collectionId, path: name });
  } catch (thrown) {
    notifyFailure(app.notices, toFailure(thrown));
  }
}

/** Deletes an environment without asking; the notice takes it back. */
export async function deleteEnvironment(
  app: App,
  { collectionId, name }: Place,
  words: { readonly deleted: (name: string) => string; readonly undo: string },
): Promise<void> {
  const { globals } = app.workspace.getState().value;
  const wasChosen = globals.id === collectionId && globals.chosen === name;
  try {
    const { undoId } = await app.remote["environments.delete"]({ collectionId, name });
    forgetTabs(app, collectionId, name);
    if (wasChosen) await chooseGlobals(app, null);
    const undo = async (id: string) => {
      await app.remote["collections.undoDelete"]({ undoId: id });
      if (wasChosen) await chooseGlobals(app, name);
      openItem(app, "environment", { collectionId, path: name });
    };
    notify(app.notices, {
      text: words.deleted(name),
      action:
        undoId === null
          ? null
          : {
              label: words.undo,
              run: () =>
                void undo(undoId).catch((thrown: unknown) =>
                  notifyFailure(app.notices, toFailure(thrown)),
                ),
            },
    });
  } catch (thrown) {
    notifyFailure(app.notices, toFailure(thrown));
  }
}
