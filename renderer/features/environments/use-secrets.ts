import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { SecretOrigin } from "../../../shared/model/secret-origin.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { secretSourceWords } from "../../i18n/messages/secret-sources.ts";
import { attempt } from "../../state/notices.ts";
import { showOverlay } from "../../state/overlay.ts";

/** Where secrets of an environment get their values from on this machine. The values themselves never come here. */
export interface Secrets {
  /** null: not known yet. */
  origin(name: string): SecretOrigin | null;
  /** Gives false when it failed (told). */
  set(name: string, value: string): Promise<boolean>;
  forget(name: string): Promise<boolean>;
  /** null: they are of this machine alone. */
  readonly share: ((name: string) => void) | null;
  unshare(name: string): void;
  /** Opens the dialog that names a program. */
  chooseProgram(name: string): void;
  stopAsking(name: string): void;
  /** Grows with each change. */
  readonly revision: number;
  /** After a change elsewhere. */
  refresh(): void;
}

/** @param names the secret variables there are */
export function useSecrets(
  collectionId: string,
  environment: string,
  names: readonly string[],
): Secrets {
  const app = useApp();
  const words = useText(secretSourceWords);
  const { current, globals } = useStore(app.workspace, (state) => state.value);
  const isGlobals = collectionId === globals.id;
  const store = useStore(app.secretStore, ({ value }) => value);
  const [origins, setOrigins] = useState<ReadonlyMap<string, SecretOrigin>>(new Map());
  const [revision, setRevision] = useState(0);
  const asked = JSON.stringify(names);
  useEffect(() => {
    const ended = new AbortController();
    const wanted = JSON.parse(asked) as readonly string[];
    if (wanted.length === 0) return undefined;
    const about = { collectionId, environment, names: wanted };
    app.remote["secrets.origins"](about, ended.signal).then(
      (found) => {
        const known = found.map((origin, at) => [wanted[at] ?? "", origin] as const);
        if (!ended.signal.aborted) setOrigins(new Map(known));
      },
      () => undefined,
    );
    return () => ended.abort();
  }, [app, collectionId, environment, asked, store, revision]);

  const refresh = () => setRevision((before) => before + 1);
  const told = (work: () => Promise<unknown>, done?: string): Promise<boolean> =>
    attempt(app.notices, work, done).finally(refresh);
  const of = (name: string) => ({ collectionId, environment, name });
  return {
    revision,
    refresh,
    origin: (name) => origins.get(name) ?? null,
    set: (name, value) => told(() => app.remote["secrets.set"]({ ...of(name), value })),
    forget: (name) => told(() => app.remote["secrets.remove"](of(name))),
    share:
      isGlobals && current === null
        ? null
        : (name) =>
            void told(() => app.remote["sharedSecrets.share"](of(name)), words.didShare(name)),
    unshare: (name) =>
      void told(() => app.remote["sharedSecrets.unshare"](of(name)), words.didUnshare(name)),
    chooseProgram: (name) =>
      showOverlay(app.overlay, { kind: "secret-program", secret: of(name), onSaved: refresh }),
    stopAsking: (name) => void told(() => app.remote["secretProviders.remove"](of(name))),
  };
}
