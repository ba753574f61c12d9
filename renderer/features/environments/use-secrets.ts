import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { toFailure } from "../../../shared/model/failure.ts";
import type { SecretOrigin } from "../../../shared/model/secret-origin.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { secretSourceWords } from "../../i18n/messages/secret-sources.ts";
import { notify, notifyFailure } from "../../state/notices.ts";
import { showOverlay } from "../../state/overlay.ts";

/** Where secrets of an environment get their values from on this machine. The values themselves never come here. */
export interface Secrets {
  /** null: not known yet. */
  origin(name: string): SecretOrigin | null;
  /** Gives false when it failed (told). */
  set(name: string, value: string): Promise<boolean>;
  forget(name: string): Promise<boolean>;
  share(name: string): void;
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
  const attempt = async (work: () => Promise<unknown>, done?: string): Promise<boolean> => {
    try {
      await work();
      if (done !== undefined) notify(app.notices, { text: done });
      return true;
    } catch (thrown) {
      notifyFailure(app.notices, toFailure(thrown));
      return false;
    } finally {
      refresh();
    }
  };
  const of = (name: string) => ({ collectionId, environment, name });
  return {
    revision,
    refresh,
    origin: (name) => origins.get(name) ?? null,
    set: (name, value) => attempt(() => app.remote["secrets.set"]({ ...of(name), value })),
    forget: (name) => attempt(() => app.remote["secrets.remove"](of(name))),
    share: (name) =>
      void attempt(() => app.remote["sharedSecrets.share"](of(name)), words.didShare(name)),
    unshare: (name) =>
      void attempt(() => app.remote["sharedSecrets.unshare"](of(name)), words.didUnshare(name)),
    chooseProgram: (name) =>
      showOverlay(app.overlay, { kind: "secret-program", secret: of(name), onSaved: refresh }),
    stopAsking: (name) => void attempt(() => app.remote["secretProviders.remove"](of(name))),
  };
}
