import { useEffect, useState } from "react";
import type { Exchange } from "../../../shared/model/exchange.ts";
import type { WireSide } from "../../../shared/model/wire-log.ts";
import type { Host } from "../../host/connect.ts";
import { emptyIndex, readIndex, type WireIndex } from "./wire-index.ts";

/** ms between looks at a record that is still being written. */
const pace = 700;

/** The index of one side; null until it has been read once, "gone" when it cannot be. Follows a running exchange. */
export function useWireIndex(
  exchange: Exchange,
  side: WireSide,
  host: Pick<Host, "remote">,
): WireIndex | "gone" | null {
  const [index, setIndex] = useState<WireIndex | "gone" | null>(null);
  const { id } = exchange;
  const ended = exchange.state !== "running";
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (before: WireIndex): Promise<void> => {
      const next = await readIndex(host, id, side, before, signal);
      if (signal.aborted) return;
      setIndex(next);
      if (!ended) timer = setTimeout(() => void read(next).catch(gone), pace);
    };
    const gone = () => {
      if (!signal.aborted) setIndex("gone");
    };
    read(emptyIndex).catch(gone);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [id, side, ended, host]);
  return index;
}
