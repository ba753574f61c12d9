import { useEffect, useEffectEvent, useState } from "react";
import type { RawView, SendInput } from "../../../shared/contract/index.ts";
import { toFailure } from "../../../shared/model/failure.ts";
import type { RawRequest } from "../../../shared/model/request.ts";

/** The start of a raw exchange from the ordinary request. */
export interface RawStart {
  /** Asks main for the bytes; they come by `onRaw`. */
  begin(): void;
  readonly running: boolean;
  /** What main said of the last start; null before there was one. */
  readonly view: RawView | null;
}

/**
 * Fills a raw exchange with the bytes the ordinary request would be. `atOnce`: begins as soon as it is there. `onRaw` gets them, if there
 * are any; it sees what the request has become meanwhile.
 */
export function useRawStart(
  input: SendInput | null,
  asRaw: (input: SendInput, signal: AbortSignal) => Promise<RawView>,
  atOnce: boolean,
  onRaw: (raw: RawRequest) => void,
): RawStart {
  const [asked, setAsked] = useState(atOnce ? 1 : 0);
  const [answer, setAnswer] = useState<{ readonly of: number; readonly view: RawView } | null>(
    null,
  );
  const ask = useEffectEvent(async (signal: AbortSignal): Promise<RawView> => {
    if (input === null) return { raw: null, left: [], problems: [] };
    return await asRaw(input, signal).catch((thrown: unknown) => ({
      raw: null,
      left: [],
      problems: [toFailure(thrown)],
    }));
  });
  const put = useEffectEvent((of: number, view: RawView) => {
    setAnswer({ of, view });
    if (view.raw !== null) onRaw(view.raw);
  });
  useEffect(() => {
    if (asked === 0) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    void ask(signal).then((view) => {
      if (!signal.aborted) put(asked, view);
    });
    return () => controller.abort();
  }, [asked]);
  return {
    begin: () => setAsked((count) => count + 1),
    running: asked > 0 && answer?.of !== asked,
    view: answer?.view ?? null,
  };
}
