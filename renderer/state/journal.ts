import type { Contract, Draft, Remote } from "../../shared/contract/index.ts";
import type { Document, Value } from "./document.ts";

const idle = 250;

/** Sends unsaved edits to main at most every 250 ms, so that a crash of this page loses no more than that. */
export function createJournal(remote: Pick<Remote<Contract>, "drafts.put" | "drafts.remove">) {
  const pending = new Map<string, Document & { readonly value: Value }>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let writing: Promise<unknown> = Promise.resolve();

  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const batch = [...pending.values()];
    pending.clear();
    for (const document of batch) {
      const draft = draftOf(document);
      writing = writing.then(() => remote["drafts.put"](draft)).catch(() => null);
    }
    return writing.then(() => undefined);
  };

  return {
    put(document: Document & { readonly value: Value }): void {
      pending.set(document.key, document);
      timer ??= setTimeout(() => void flush(), idle);
    },
    remove(key: string): void {
      pending.delete(key);
      writing = writing.then(() => remote["drafts.remove"]({ key })).catch(() => null);
    },
    flush,
  };
}

/** A document's edit as main journals it. */
export function draftOf(document: Document): Draft {
  return {
    key: document.key,
    ref: document.ref,
    target: document.target,
    baseHash: document.hash,
    json: JSON.stringify(document.value),
    updatedAt: Date.now(),
  };
}
