import { useEffect, useState } from "react";
import type { Exchange, Hop } from "../../../shared/model/exchange.ts";
import type { WireFrame } from "../../../shared/model/http2-frame.ts";
import type { Host } from "../../host/connect.ts";

/** ms between looks at a record that is still being written. */
const pace = 700;
const page = 5_000;
/** Frames kept here; beyond them bytes are shown without. */
const keptFrames = 50_000;

/** The HTTP/2 frames of an exchange. */
export interface FrameList {
  readonly frames: readonly WireFrame[];
  /** There were more. */
  readonly cut: boolean;
}

export const noFrames: FrameList = { frames: [], cut: false };

/** Follows a running exchange. Empty until they have been read, and where HTTP/2 was not spoken. */
export function useFrames(exchange: Exchange, host: Pick<Host, "remote">): FrameList {
  const wanted = exchange.hops.some(spokeHttp2);
  const [list, setList] = useState<{ readonly id: string; readonly list: FrameList } | null>(null);
  const { id } = exchange;
  const ended = exchange.state !== "running";
  useEffect(() => {
    if (!wanted) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frames: WireFrame[] = [];
    const read = async (): Promise<void> => {
      const cut = await readFrames(id, host, signal, frames);
      if (signal.aborted) return;
      setList({ id, list: { frames: [...frames], cut } });
      if (!ended) timer = setTimeout(() => void read().catch(gone), pace);
    };
    const gone = () => {
      if (!signal.aborted) setList({ id, list: noFrames });
    };
    read().catch(gone);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [id, ended, wanted, host]);
  return list !== null && list.id === id ? list.list : noFrames;
}

/** Reads the frames that come after those known, and adds them. True when there are more than are kept. Rejects with FailureError. */
export async function readFrames(
  id: string,
  host: Pick<Host, "remote">,
  signal: AbortSignal,
  frames: WireFrame[],
): Promise<boolean> {
  let cut = false;
  for (let more = true; more && frames.length < keptFrames;) {
    const ask = { id, from: frames.length, limit: page };
    const answer = await host.remote["exchange.frames"](ask, signal);
    frames.push(...answer.frames);
    more = answer.more && answer.frames.length > 0;
    cut = answer.capped || answer.more;
  }
  return cut;
}

/** Whether a hop has frames: by what it asked in or what answered. */
export function spokeHttp2({ requestHttpVersion, response }: Hop): boolean {
  return requestHttpVersion === "2" || response?.httpVersion === "2";
}
