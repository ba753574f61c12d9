import { createContext, createRef, type RefObject, useContext } from "react";
import type { StoreApi } from "zustand/vanilla";
import type {
  AppInfo,
  Contract,
  DemoState,
  Remote,
  WorkspaceState,
} from "../../shared/contract/index.ts";
import { defaultSettings, type Settings } from "../../shared/model/settings.ts";
import type { GitView } from "../../shared/model/git.ts";
import type { SecretStoreState } from "../../shared/model/secret-store.ts";
import type { Host } from "../host/connect.ts";
import { type ComposedStore, createComposed } from "../state/composed.ts";
import { createDocuments, type Documents } from "../state/documents.ts";
import { createNotices, type NoticeStore } from "../state/notices.ts";
import { createOverlay, type OverlayStore, showOverlay } from "../state/overlay.ts";
import { createReplica, type ReplicaStore } from "../state/replica.ts";
import { createRuns, type Runs } from "../state/runs.ts";
import { createSession, followMove, type SessionStore } from "../state/session.ts";
import { createSought, type SoughtStore } from "../state/sought.ts";
import { followTopic } from "../state/topic.ts";

type Followed<Item> = StoreApi<{ readonly value: Item }>;

/** Everything the page holds. Made once, before the first render. */
export interface App {
  readonly host: Host;
  readonly remote: Remote<Contract>;
  readonly info: AppInfo;
  readonly session: SessionStore;
  readonly replica: ReplicaStore;
  readonly documents: Documents;
  readonly runs: Runs;
  /** Messages that are being written for WebSockets. */
  readonly composed: ComposedStore;
  readonly settings: Followed<Settings>;
  readonly demo: Followed<DemoState>;
  /** How this machine keeps secrets; null until main has said so. */
  readonly secretStore: Followed<SecretStoreState | null>;
  readonly workspace: Followed<WorkspaceState>;
  /** What git says of the open collections. */
  readonly git: Followed<GitView>;
  readonly notices: NoticeStore;
  readonly overlay: OverlayStore;
  readonly sought: SoughtStore;
  /** The URL field of the request that is shown, for the actions that go there. */
  readonly urlField: RefObject<HTMLInputElement | null>;
  /** Writes the session and the drafts now (the window is closing). */
  flush(): Promise<void>;
}

export async function createApp(host: Host): Promise<App> {
  const { remote } = host;
  // The person's language is the browser's: main may run under another locale.
  const info = { ...host.info, systemLanguage: navigator.language };
  const { signal } = new AbortController();
  const settings = followTopic(remote["app.settings"], defaultSettings, signal);
  const demo = followTopic(remote["demo.state"], { url: null }, signal);
  const secretStore = followTopic<SecretStoreState | null>(
    remote["secretStore.state"],
    null,
    signal,
  );
  const git = followTopic(remote["git.watch"], { installed: true, collections: {} }, signal);
  const workspace = followTopic<WorkspaceState>(
    remote["workspace.watch"],
    { current: null, recent: [], globals: { id: null, environments: [], chosen: null } },
    signal,
  );
  const session = await createSession(remote);
  const documents = await createDocuments(remote);
  const overlay = createOverlay();
  const runs = createRuns(
    remote,
    (key, exchangeId) =>
      session.setState(({ exchanges }) => ({ exchanges: { ...exchanges, [key]: exchangeId } })),
    (names) => new Promise((done) => showOverlay(overlay, { kind: "prompts", names, done })),
  );
  const composed = createComposed(session);
  const replica = createReplica(remote, signal, (item) => {
    if (item.kind === "file") documents.fileChanged(item.ref, item.hash);
    if (item.kind === "moved") {
      for (const [key, tab] of followMove(session, item.collectionId, item.from, item.to)) {
        documents.rekey(key, tab);
        runs.rekey(key, tab.key);
        composed.rekey(key, tab.key);
      }
    }
  });
  await Promise.all([settings.first, workspace.first]);
  return {
    host,
    remote,
    info,
    session,
    replica,
    documents,
    runs,
    composed,
    settings,
    demo,
    secretStore,
    workspace,
    git,
    notices: createNotices(),
    overlay,
    sought: createSought(),
    urlField: createRef<HTMLInputElement>(),
    async flush() {
      // Both begin at once: a page that is going has no later turn.
      await Promise.all([session.flush(), documents.flush()]);
    },
  };
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error("useApp outside AppContext");
  return app;
}
