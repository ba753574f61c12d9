import { useEffect, useState } from "react";
import type { SocketFilter } from "../../../../shared/model/socket-filter.ts";
import type { Host } from "../../../host/connect.ts";
import { createPayloadHeads, type PayloadHeads } from "./payload-heads.ts";
import { useChanges } from "../../../views/rows/use-changes.ts";

/** The beginnings of payloads, kept while the component is there; renders again as they come. null: none are wanted, or not yet. */
export function usePayloadHeads(
  id: string,
  form: SocketFilter["form"],
  host: Pick<Host, "bodyUrl">,
  { wanted, ended }: { readonly wanted: boolean; readonly ended: boolean },
): PayloadHeads | null {
  // The compiler would keep what was known the first time: it is the same object and grows.
  "use no memo";
  const [heads, setHeads] = useState<PayloadHeads | null>(null);
  useEffect(() => {
    if (!wanted) return undefined;
    const made = createPayloadHeads(id, form, host);
    // The resource exists from here on; its owner is this effect.
    setHeads(made);
    return () => made.close();
  }, [id, form, host, wanted]);
  useEffect(() => {
    if (ended) heads?.settle();
  }, [heads, ended]);
  useChanges(heads);
  // Another object each time, so that nobody keeps an old answer.
  return heads === null ? null : { ...heads };
}
