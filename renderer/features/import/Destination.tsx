import { useStore } from "zustand";
import type { ImportTarget } from "../../../shared/contract/imports.ts";
import type { CollectionTree, TreeNode } from "../../../shared/model/collection.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { importWords } from "../../i18n/messages/import.ts";
import { SearchSelect } from "../../ui/SearchSelect.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { recentFolders } from "../places/recent.ts";
import styles from "./Import.module.css";
import { NewPlace } from "../places/NewPlace.tsx";

/** Where an import goes: into new collections, or into a folder of one that is open. */
export function Destination({
  target,
  onTarget,
}: {
  readonly target: ImportTarget;
  readonly onTarget: (target: ImportTarget) => void;
}) {
  const app = useApp();
  const words = useText(importWords);
  const collections = useStore(app.replica, (replica) => replica.collections).filter(
    (collection) => collection.problem === undefined,
  );
  const [first] = collections;
  const choose = (kind: ImportTarget["kind"]) => {
    if (kind === "new") onTarget({ kind, parent: recentFolders(app)[0] ?? app.info.homeFolder });
    else if (first !== undefined) onTarget({ kind, collectionId: first.id, folder: "" });
  };
  return (
    <section className={styles.target} aria-label={words.target}>
      {first === undefined ? null : (
        <Segmented
          label={words.target}
          value={target.kind}
          onChange={choose}
          options={[
            { id: "new", label: words.targetNew },
            { id: "into", label: words.targetInto },
          ]}
        />
      )}
      {target.kind === "new" ? (
        <NewPlace parent={target.parent} onParent={(parent) => onTarget({ kind: "new", parent })} />
      ) : (
        <div className={styles.into}>
          <SearchSelect
            label={words.place}
            search={words.findPlace}
            nothing={words.noPlace}
            sections={collections.map((collection) => ({
              id: collection.id,
              label: collection.name,
              options: placesIn(collection),
            }))}
            value={placeOf(target.collectionId, target.folder)}
            onChange={(id) => {
              const at = id.indexOf(":");
              onTarget({ kind: "into", collectionId: id.slice(0, at), folder: id.slice(at + 1) });
            }}
          />
          <p className={styles.hint}>{words.intoHint}</p>
        </div>
      )}
    </section>
  );
}

const placeOf = (collectionId: string, folder: string): string => `${collectionId}:${folder}`;

/** The collection and every folder in it, named by the way there. */
function placesIn(
  collection: CollectionTree,
): readonly { readonly id: string; readonly label: string }[] {
  const places = [{ id: placeOf(collection.id, ""), label: collection.name }];
  const walk = (nodes: readonly TreeNode[], above: string): void => {
    for (const node of nodes) {
      if (node.kind !== "folder") continue;
      const label = `${above} / ${node.name}`;
      places.push({ id: placeOf(collection.id, node.path), label });
      walk(node.children, label);
    }
  };
  walk(collection.children, collection.name);
  return places;
}
