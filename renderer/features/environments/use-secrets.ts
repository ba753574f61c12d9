import { useEffect, useState } from "react";
import { toFailure } from "../../../shared/model/failure.ts";
import { useApp } from "../../app/app.ts";
import { notifyFailure } from "../../state/notices.ts";

/** Which secrets of an environment have a value on this machine. The values themselves never come here. */
export interface Secrets {
  has(name: string): boolean;
  /** Gives false when it failed (told). */
  set(name: string, value: string): Promise<boolean>;
  forget(name: string): Promise<boolean>;
}

export function useSecrets(collectionId: string, environment: string): Secrets {
  const app = useApp();
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    const ended = new AbortController();
    app.remote["secrets.names"]({ collectionId, environment }, ended.signal).then(
      (found) => {
        if (!ended.signal.aborted) setNames(found);
      },
      () => undefined,
    );
    return () => ended.abort();
  }, [app, collectionId, environment]);

  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (thrown) {
      notifyFailure(app.notices, toFailure(thrown));
      return false;
    }
  };
  return {
    has: (name) => names.includes(name),
    async set(name, value) {
      const done = await attempt(() =>
        app.remote["secrets.set"]({ collectionId, environment, name, value }),
      );
      if (done) setNames((old) => [...new Set([...old, name])]);
      return done;
    },
    async forget(name) {
      const done = await attempt(() =>
        app.remote["secrets.remove"]({ collectionId, environment, name }),
      );
      if (done) setNames((old) => old.filter((other) => other !== name));
      return done;
    },
  };
}
