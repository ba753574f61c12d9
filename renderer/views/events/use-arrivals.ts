import { useEffect, useState } from "react";
import type { StreamItem } from "../../../shared/formats/event-stream/item.ts";
import type { ByteArrival } from "../../../shared/model/wire-log.ts";
import { type EventSource, useEventSource } from "../event-source.ts";

/** ms: neighbours are asked for together, and what is not on disk yet is asked for again. */
const soon = 40;
const again = 250;
const mostKept = 4000;

/** When the last byte of an item came: the one that made it an event. */
const dispatchedBy = ({ end }: StreamItem): number => end - 1;

/** When items arrived, asked for as they come into sight. Of a stream that came with nothing known of its bytes: always null. */
export function useArrivals(
  items: readonly StreamItem[],
): (item: StreamItem) => ByteArrival | null {
  const events = useEventSource();
  const [known, setKnown] = useState<ReadonlyMap<number, ByteArrival>>(new Map());
  const [tries, setTries] = useState(0);
  const missing = items.map(dispatchedBy).filter((offset) => !known.has(offset));
  const asked = missing.join(" ");
  const running = events !== null && events.ended === null;

  useEffect(() => {
    if (events === null || asked === "") return undefined;
    const controller = new AbortController();
    const timer = setTimeout(
      () => void ask(events, asked, controller.signal).then(take, ignore),
      tries === 0 ? soon : again,
    );
    const take = (found: ReadonlyMap<number, ByteArrival>): void => {
      if (controller.signal.aborted) return;
      // One that is not known yet may be on disk in a moment; once all is, it never will.
      const sure = [...found].filter(([, { at }]) => at !== null || !running);
      setTries(sure.length === found.size ? 0 : tries + 1);
      if (sure.length === 0) return;
      setKnown((old) => new Map([...(old.size > mostKept ? [] : old), ...sure]));
    };
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the source of one body stays the same in what it is asked here
  }, [asked, tries, running]);

  return (item) => known.get(dispatchedBy(item)) ?? null;
}

function ignore(): void {
  // The time stays away; the event is there.
}

async function ask(
  events: EventSource,
  asked: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, ByteArrival>> {
  const offsets = asked.split(" ").map(Number);
  const found = await events.arrivals(offsets, signal);
  return new Map(
    offsets.flatMap((offset, index) => {
      const arrival = found[index];
      return arrival === undefined ? [] : [[offset, arrival] as const];
    }),
  );
}
