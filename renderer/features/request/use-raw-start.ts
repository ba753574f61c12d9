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
 * are any and `raw` was not changed meanwhile: what a person typed is never written over.
 */
export function useRawStart(
  raw: RawRequest,
  input: SendInput | null,
  asRaw: (input: SendInput, signal: AbortSignal) => Promise<RawView>,
  atOnce: boolean,
  onRaw: (raw: RawRequest) => void,
): RawStart {
  const [asked, setAsked] = useState(atOnce ? 1 : 0);
  const [answer, setAnswer] = useState<{ readonly of: number; readonly view: RawView } | null>(
    null,
  );
  const ask = useEffectEvent(async (signal: AbortSignal) => {
    const before = raw;
    const nothing = { raw: null, left: [] };
    if (input === null) return { before, view: { ...nothing, problems: [] } };
    const view = await asRaw(input, signal).catch((thrown: unknown) => ({
      ...nothing,
      problems: [toFailure(thrown)],
    }));
    return { before, view };
  });
  const put = useEffectEvent((of: number, before: RawRequest, view: RawView) => {
    setAnswer({ of, view });
    if (view.raw !== null && raw === before) onRaw(view.raw);
  });
  useEffect(() => {
    if (asked === 0) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    void ask(signal).then(({ before, view }) => {
      if (!signal.aborted) put(asked, before, view);
    });
    return () => controller.abort();
  }, [asked]);
  return {
    begin: () => setAsked((count) => count + 1),
    running: asked > 0 && answer?.of !== asked,
    view: answer?.view ?? null,
  };
}
