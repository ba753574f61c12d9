import { randomBytes } from "node:crypto";
import path from "node:path";
import type { Handlers, ImportsContract, ImportWriting } from "../../shared/contract/index.ts";
import { importCommands } from "../../shared/formats/import/curl/import.ts";
import type { Imported } from "../../shared/formats/import/imported.ts";
import { findSecrets } from "../../shared/formats/import/secrets.ts";
import { noChoices, type UpdateChoices } from "../../shared/formats/import/openapi/update.ts";
import type { SourceFile } from "../../shared/formats/import/source-file.ts";
import { kindOf } from "../../shared/formats/opencollection/info.ts";
import { readRequest } from "../../shared/formats/opencollection/request.ts";
import { isSendable } from "../../shared/model/collection.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { writeInto } from "./import-into.ts";
import type { FetchDocument } from "./fetch-document.ts";
import { fetchReferences } from "./fetch-references.ts";
import type { SecretValue } from "./print.ts";
import { importTooLarge, readSources, unpacked } from "./read-sources.ts";
import { runJob } from "./run-job.ts";
import { linkedSource, readUpdate, sourceFrom, writeUpdate } from "./updates.ts";
import { makeParent, writeImport } from "./write-import.ts";

/** What an import needs of the app once it is written. */
export interface ImportsOptions {
  /** Gets a document a person asked for. */
  readonly fetchDocument: FetchDocument;
  /** Opens a collection's folder and gives its id. */
  open(folder: string): Promise<string>;
  /** Puts a value into the secret store. */
  keepSecret(collectionId: string, secret: SecretValue): Promise<void>;
  /** The folder of an open collection. Throws FailureError `not-found`. */
  rootOf(collectionId: string): string;
  /** Names of the collection's own secrets. */
  secretNames(collectionId: string): Promise<readonly string[]>;
  /** Looks at a collection's folder again. */
  refresh(collectionId: string): Promise<void>;
}

type WrittenCollection = Extract<ImportWriting, { kind: "done" }>["collections"][number];

interface Session {
  readonly id: string;
  readonly files: Map<string, Uint8Array[]>;
  bytes: number;
  /** Everything that was read. */
  imported: Imported | null;
  /** What was chosen: an absolute path or an address; null when only its bytes are known. */
  chosen: string | null;
  /** What of it is to be written. */
  picked: Imported | null;
}

/** Imports begun and not written; the oldest goes when there are more. */
const mostSessions = 4;
const mostBytes = 256 * 1024 * 1024;
const mostFiles = 20_000;

/** The imports of one app: what was chosen, until it is written or dropped. They throw FailureError only. */
export function createImports({
  open,
  keepSecret,
  rootOf,
  secretNames,
  refresh,
  fetchDocument,
}: ImportsOptions): Handlers<ImportsContract> {
  const sessions = new Map<string, Session>();

  const begin = (chosen: string | null): Session => {
    const session: Session = {
      id: randomBytes(9).toString("hex"),
      files: new Map(),
      bytes: 0,
      imported: null,
      chosen,
      picked: null,
    };
    sessions.set(session.id, session);
    for (const old of [...sessions.keys()].slice(0, -mostSessions)) sessions.delete(old);
    return session;
  };
  const need = (id: string): Session => {
    const session = sessions.get(id);
    if (session !== undefined) return session;
    throw new FailureError({
      kind: "not-found",
      code: "import-gone",
      message: "This import is no longer there.",
      remedy: "Choose the file again.",
    });
  };
  const add = (session: Session, at: string, bytes: Uint8Array): void => {
    session.bytes += bytes.byteLength;
    const parts = session.files.get(at) ?? [];
    parts.push(bytes);
    session.files.set(at, parts);
    if (session.bytes <= mostBytes && session.files.size <= mostFiles) return;
    sessions.delete(session.id);
    throw importTooLarge(at);
  };
  const sourcesOf = (session: Session): readonly SourceFile[] =>
    [...session.files].flatMap(([at, parts]) =>
      unpacked({ path: at, bytes: Buffer.concat(parts) }),
    );

  const readChosen = async (chosen: string): Promise<{ readonly id: string }> => {
    const files = await readSources(chosen);
    const session = begin(path.resolve(chosen));
    for (const file of files) add(session, file.path, file.bytes);
    return { id: session.id };
  };
  const fetchChosen = async (address: string, signal: AbortSignal) => {
    if (!/^https?:\/\//i.test(address)) throw noAddress();
    const bytes = await fetchDocument(address, signal);
    const session = begin(address);
    add(session, address, bytes);
    return { id: session.id };
  };
  const updateOf = (
    id: string,
    collectionId: string,
    choices: UpdateChoices,
    signal: AbortSignal,
  ) => {
    const session = need(id);
    return readUpdate(rootOf(collectionId), sourcesOf(session), session.chosen, choices, signal);
  };

  const intoOpen = async (
    imported: Imported,
    { collectionId, folder }: { readonly collectionId: string; readonly folder: string },
    secrets: readonly string[],
    signal: AbortSignal,
  ): Promise<WrittenCollection> => {
    const root = rootOf(collectionId);
    const values = await writeInto(imported, {
      root,
      folder,
      signal,
      taken: await secretNames(collectionId),
      print: async (there, taken) => {
        const result = await runJob(
          { kind: "print-into", imported, secrets, there, taken },
          signal,
        );
        if (result.kind !== "printed-into") throw unexpected();
        return result.printed;
      },
    });
    for (const secret of values) await keepSecret(collectionId, secret);
    await refresh(collectionId);
    return { id: collectionId, folder: root, name: path.basename(root) };
  };

  return {
    "imports.add": async ({ id, path: at, base64 }) => {
      const session = id === null ? begin(null) : need(id);
      add(session, at, Buffer.from(base64, "base64"));
      return { id: session.id };
    },
    "imports.read": ({ path: chosen }) => readChosen(chosen),
    "imports.fetch": ({ address }, signal) => fetchChosen(address, signal),
    "imports.fetchReferences": async ({ id }, signal) => {
      const session = need(id);
      const find = async (sources: readonly SourceFile[]) => {
        const result = await runJob({ kind: "read", sources, options: {} }, signal);
        return result.kind === "read" ? (result.imported.remote ?? []) : [];
      };
      const sources = sourcesOf(session);
      const { added, failed } = await fetchReferences(sources, find, fetchDocument, signal);
      for (const file of added) add(session, file.path, file.bytes);
      return { fetched: added.length, failed };
    },
    "imports.preview": async ({ id, folders }, signal) => {
      const session = need(id);
      const options = { openApi: folders === undefined ? {} : { folders } };
      const result = await runJob({ kind: "read", sources: sourcesOf(session), options }, signal);
      if (result.kind !== "read") throw unexpected();
      session.imported = result.imported;
      session.picked = result.imported;
      return result.preview;
    },
    "imports.pick": async ({ id, only }, signal) => {
      const session = need(id);
      if (session.imported === null) throw unexpected();
      const result = await runJob({ kind: "pick", imported: session.imported, only }, signal);
      if (result.kind !== "read") throw unexpected();
      session.picked = result.imported;
      return result.preview;
    },
    "imports.write": async function* ({ id, target, secrets, link = true }, signal) {
      const { picked: imported, chosen } = need(id);
      if (imported === null) throw unexpected();
      if (target.kind === "into") {
        const done = await intoOpen(imported, target, secrets, signal);
        sessions.delete(id);
        yield { kind: "done", collections: [done] };
        return;
      }
      // The folder's name is not known yet: any folder in it sees the description from the same place.
      const from = link ? sourceFrom(path.join(target.parent, "_"), chosen) : null;
      const result = await runJob({ kind: "print", imported, secrets, link: from }, signal);
      if (result.kind !== "printed") throw unexpected();
      await makeParent(target.parent);
      const total = result.collections.reduce((sum, { files }) => sum + files.length, 0);
      const done: WrittenCollection[] = [];
      let before = 0;
      for (const collection of result.collections) {
        yield { kind: "progress", written: before, total };
        const folder = await writeImport(collection, target.parent, signal);
        before += collection.files.length;
        const collectionId = await open(folder);
        for (const secret of collection.secrets) await keepSecret(collectionId, secret);
        done.push({ id: collectionId, folder, name: collection.name });
      }
      sessions.delete(id);
      yield { kind: "done", collections: done };
    },
    "imports.source": ({ collectionId }) => linkedSource(rootOf(collectionId)),
    "imports.readSource": async ({ collectionId }, signal) => {
      const folder = rootOf(collectionId);
      const link = await linkedSource(folder);
      if (link === null || link.source === "") throw sourceUnknown();
      return /^https?:/i.test(link.source)
        ? await fetchChosen(link.source, signal)
        : await readChosen(path.resolve(folder, link.source));
    },
    "imports.planUpdate": async ({ id, collectionId }, signal) => {
      const { plan, notes, remote } = await updateOf(id, collectionId, noChoices, signal);
      return { update: plan.update, notes, remote };
    },
    "imports.update": async ({ id, collectionId, choices }, signal) => {
      const chosen = {
        skip: new Set(choices.skip),
        theirs: new Set(choices.theirs),
        remove: new Set(choices.remove),
        restore: new Set(choices.restore),
      };
      const { plan } = await updateOf(id, collectionId, chosen, signal);
      const done = await writeUpdate(rootOf(collectionId), plan.files);
      sessions.delete(id);
      return done;
    },
    "imports.discard": async ({ id }) => {
      sessions.delete(id);
      return null;
    },
    "imports.commands": async ({ text }) => {
      const imported = importCommands(text, "");
      const { collections, notes } = imported;
      const items = collections.flatMap(({ children }) => children);
      const requests = items.flatMap((item) =>
        item.kind === "request" && isSendable(kindOf(item.data)) ? [readRequest(item.data)] : [],
      );
      return { requests, notes, secrets: findSecrets(imported).length };
    },
  };
}

function noAddress(): FailureError {
  return new FailureError({
    kind: "input",
    code: "no-address",
    message: "This is no http or https address.",
    remedy: "Give the whole address, or choose a file.",
  });
}

function sourceUnknown(): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "source-unknown",
    message: "Where the description of this collection lies is not known.",
    remedy: "Choose the file.",
  });
}

function unexpected(): FailureError {
  return new FailureError({
    kind: "internal",
    code: "unexpected",
    message: "Something unexpected went wrong inside Envoi.",
  });
}
