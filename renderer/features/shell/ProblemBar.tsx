import { useStore } from "zustand";
import type { CollectionTree } from "../../../shared/model/collection.ts";
import type { Failure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { useLanguage } from "../../i18n/language.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import type { Document } from "../../state/document.ts";
import { findCollection, findNode } from "../../state/replica.ts";
import styles from "./Workspace.module.css";

/** Why a file that is open as text cannot be read as what it should be: what is wrong and at which line, until a save mends it. */
export function ProblemBar({ document }: { readonly document: Document }) {
  const app = useApp();
  const language = useLanguage();
  const { ref, target } = document;
  const problem = useStore(app.replica, (replica) => {
    const collection = findCollection(replica, ref?.collectionId ?? null);
    return target !== "text" || !ref || !collection ? undefined : problemOf(collection, ref.path);
  });
  if (problem === undefined) return null;
  const { what, remedy } = failureSentences(problem, language);
  return (
    <div role="status" className={styles.bar}>
      <p>
        {problem.place === undefined ? null : <strong>{problem.place}: </strong>}
        {what} {remedy}
      </p>
    </div>
  );
}

function problemOf(collection: CollectionTree, path: string): Failure | undefined {
  if (path === "opencollection.yml") return collection.problem;
  const folder = /^(.*)\/folder\.yml$/.exec(path)?.[1];
  const node = findNode(collection.children, folder ?? path);
  return node === undefined || node.kind === "request" ? undefined : node.problem;
}
