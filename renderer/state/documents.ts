import { createStore, type StoreApi } from "zustand/vanilla";
import type { Contract, Draft, ItemRef, Remote } from "../../shared/contract/index.ts";
import { toFailure } from "../../shared/model/failure.ts";
import { afterRename, type Document, sameValue, type Value } from "./document.ts";
import { createJournal, draftOf } from "./journal.ts";
import { readFile, writeFile } from "./files.ts";
import { keysOfFile, type Tab } from "./tab.ts";

export type DocumentStore = StoreApi<{ readonly documents: Readonly<Record<string, Document>> }>;

export interface Documents {
  readonly store: DocumentStore;
  get(key: string): Document | undefined;
  /** Loads the file behind a tab once; a journaled draft is laid over it. */
  open(tab: Tab): Promise<void>;
  /** A request without a file. */
  openScratch(key: string, value: Value): void;
  edit(key: string, value: Value): void;
  /** Writes the edit to its file. Gives the outcome; a failure is thrown as FailureError and the edit stays. */
  save(key: string, overwrite?: boolean): Promise<"saved" | "conflict">;
  /** Drops the edit and reads the file again. */
  reload(key: string): Promise<void>;
  /** Forgets a document; its draft goes too unless `keepDraft`. */
  close(key: string, keepDraft: boolean): void;
  rekey(key: string, next: Tab): void;
  /** The bytes of a file are now these (null: gone). */
  fileChanged(ref: ItemRef, hash: string | null): void;
  /** Drafts that main kept from before. */
  readonly drafts: readonly Draft[];
  flush(): Promise<void>;
}

/** The documents open in tabs. Main holds the files; unsaved edits are journaled to main as drafts. */
export async function createDocuments(remote: Remote<Contract>): Promise<Documents> {
  const store: DocumentStore = createStore(() => ({ documents: {} }));
  const kept = await remote["drafts.list"](null);
  const waiting = new Map(kept.map((draft) => [draft.key, draft]));
  const journal = createJournal(remote);

  const get = (key: string) => store.getState().documents[key];
  const put = (document: Document) =>
    store.setState(({ documents }) => ({ documents: { ...documents, [document.key]: document } }));
  const patch = (key: string, change: Partial<Document>) => {
    const document = get(key);
    if (document) put({ ...document, ...change });
  };

  const takeDraft = (key: string): { value: Value; hash: string | null } | null => {
    const draft = waiting.get(key);
    if (!draft) return null;
    try {
      return { value: JSON.parse(draft.json) as Value, hash: draft.baseHash };
    } catch {
      return null;
    }
  };

  const load = async (key: string, withDraft: boolean) => {
    const before = get(key);
    if (!before?.ref) return;
    const draft = withDraft ? takeDraft(key) : null;
    try {
      const file = await readFile(remote, before.target, before.ref);
      const dirty = draft !== null && !sameValue(draft.value, file.value);
      const changed = dirty && draft.hash !== file.hash;
      patch(key, {
        status: "ready",
        failure: null,
        base: file.value,
        value: dirty ? draft.value : file.value,
        hash: dirty && draft.hash ? draft.hash : file.hash,
        dirty,
        conflict: changed ? { hash: file.hash } : null,
        kept: file.kept,
      });
      if (draft && !dirty) journal.remove(key);
    } catch (thrown) {
      const failure = toFailure(thrown);
      if (draft) {
        // The file is gone or broken but the edit is not: it stays, and says so.
        patch(key, {
          status: "ready",
          value: draft.value,
          hash: draft.hash,
          dirty: true,
          conflict: { hash: null },
        });
      } else patch(key, { status: "failed", failure });
    }
    waiting.delete(key);
  };

  /** The file changed under an edit: a conflict, unless it was only renamed. */
  const changedUnder = async (key: string, hash: string) => {
    const before = get(key);
    if (!before?.ref) return;
    const file = await readFile(remote, before.target, before.ref).catch(() => null);
    const now = get(key);
    if (!now || now.saving || now.hash !== before.hash) return;
    const value = file === null ? null : afterRename(now, file.value);
    if (file === null || value === null) return patch(key, { conflict: { hash } });
    const dirty = !sameValue(file.value, value);
    patch(key, {
      base: file.value,
      value,
      hash: file.hash,
      dirty,
      kept: file.kept,
      conflict: null,
    });
    if (dirty) journal.put({ ...now, value, hash: file.hash });
    else journal.remove(key);
  };

  const save: Documents["save"] = async (key, overwrite = false) => {
    const document = get(key);
    if (!document?.ref || document.value === null) return "saved";
    const { value, ref, target } = document;
    patch(key, { saving: true });
    try {
      const result = await writeFile(remote, target, ref, value, document.hash ?? "", overwrite);
      if (result.kind === "conflict") {
        patch(key, { saving: false });
        if (overwrite || result.hash === null) patch(key, { conflict: { hash: result.hash } });
        else await changedUnder(key, result.hash);
        const after = get(key);
        // Only renamed, and this was quicker than the word of it.
        if (after?.conflict !== null) return "conflict";
        if (after.hash !== document.hash) return await save(key);
        // The file is as it was again, and was not a moment ago: that is for the person to judge.
        patch(key, { conflict: { hash: result.hash } });
        return "conflict";
      }
      const now = get(key)?.value ?? value;
      const dirty = !sameValue(now, value);
      patch(key, { saving: false, base: value, hash: result.hash, dirty, conflict: null });
      if (!dirty) journal.remove(key);
      return "saved";
    } catch (thrown) {
      patch(key, { saving: false });
      throw thrown;
    }
  };

  return {
    store,
    drafts: kept,
    get,
    async open(tab) {
      const there = get(tab.key);
      if (there && there.status !== "failed") return;
      put({
        key: tab.key,
        target: tab.target,
        ref: tab.ref,
        status: "loading",
        failure: null,
        base: null,
        value: null,
        hash: null,
        dirty: false,
        saving: false,
        conflict: null,
        kept: [],
      });
      await load(tab.key, true);
    },
    openScratch(key, value) {
      if (get(key)) return;
      const draft = takeDraft(key);
      waiting.delete(key);
      put({
        key,
        target: "request",
        ref: null,
        status: "ready",
        failure: null,
        base: null,
        value: draft?.value ?? value,
        hash: null,
        dirty: draft !== null,
        saving: false,
        conflict: null,
        kept: [],
      });
    },
    edit(key, value) {
      const document = get(key);
      if (!document || document.value === value) return;
      const dirty = document.ref === null || !sameValue(document.base, value);
      put({ ...document, value, dirty });
      if (dirty) journal.put({ ...document, value });
      else journal.remove(key);
    },
    save,
    async reload(key) {
      journal.remove(key);
      await load(key, false);
    },
    close(key, keepDraft) {
      const document = get(key);
      if (!keepDraft || !document?.dirty) journal.remove(key);
      else waiting.set(key, draftOf(document));
      store.setState(({ documents }) => {
        const { [key]: _, ...rest } = documents;
        return { documents: rest };
      });
    },
    rekey(key, next) {
      const document = get(key);
      if (!document) return;
      const moved = { ...document, key: next.key, ref: next.ref };
      store.setState(({ documents }) => {
        const { [key]: _, ...rest } = documents;
        return { documents: { ...rest, [next.key]: moved } };
      });
      journal.remove(key);
      if (moved.dirty && moved.value !== null) journal.put({ ...moved, value: moved.value });
    },
    fileChanged(ref, hash) {
      for (const key of keysOfFile(ref)) {
        const document = get(key);
        if (!document || document.saving || document.hash === hash) continue;
        if (hash === null) patch(key, { dirty: true, conflict: { hash } });
        else if (document.dirty) void changedUnder(key, hash);
        else void load(key, false);
      }
    },
    flush: journal.flush,
  };
}
