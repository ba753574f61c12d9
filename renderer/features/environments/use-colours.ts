import { useEffect, useState } from "react";
import type { App } from "../../app/app.ts";

export type Colours = Readonly<Record<string, string | undefined>>;

/**
 * The colours of a collection's environments by name. The tree has only their names, so the files are read when the names
 * change and when `again` changes; one that cannot be read has no colour.
 */
export function useColours(
  app: App,
  collectionId: string | null,
  names: readonly string[],
  again: unknown,
): Colours {
  const [colours, setColours] = useState<Colours>({});
  const joined = names.join("\n");
  useEffect(() => {
    if (collectionId === null || joined === "") return undefined;
    const ended = new AbortController();
    const read = async () => {
      const found = await Promise.all(
        joined.split("\n").map(async (name) => {
          const file = await app.remote["environments.read"](
            { collectionId, name },
            ended.signal,
          ).catch(() => null);
          return [name, file?.environment.color] as const;
        }),
      );
      if (!ended.signal.aborted) setColours(Object.fromEntries(found));
    };
    void read();
    return () => ended.abort();
  }, [app, collectionId, joined, again]);
  return colours;
}
