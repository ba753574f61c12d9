import { useEffect, useState } from "react";
import type { Exchange, Hop } from "../../../shared/model/exchange.ts";
import type { WireFrame } from "../../../shared/model/http2-frame.ts";
import type { SocketFrame } from "../../../shared/model/web-socket.ts";
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
  return useList(exchange, host, exchange.hops.some(spokeHttp2), readFrames) ?? noFrames;
}

/** The frames of a WebSocket. */
export interface SocketFrameList {
  readonly frames: readonly SocketFrame[];
  /** There were more. */
  readonly cut: boolean;
}

export const noSocketFrames: SocketFrameList = { frames: [], cut: false };

/** The same for a WebSocket. */
export function useSocketFrames(exchange: Exchange, host: Pick<Host, "remote">): SocketFrameList {
  const wanted = exchange.hops.some(({ socket }) => socket !== undefined);
  return useList(exchange, host, wanted, readSocketFrames) ?? noSocketFrames;
}

interface List<Frame> {
  readonly frames: readonly Frame[];
  readonly cut: boolean;
}

/** null until it was read, and when it cannot be. `read` stays the same function. */
function useList<Frame>(
  exchange: Exchange,
  host: Pick<Host, "remote">,
  wanted: boolean,
  readOn: (
    id: string,
    host: Pick<Host, "remote">,
    signal: AbortSignal,
    frames: Frame[],
  ) => Promise<boolean>,
): List<Frame> | null {
  const [list, setList] = useState<{
    readonly id: string;
    readonly list: List<Frame> | null;
  } | null>(null);
  const { id } = exchange;
  const ended = exchange.state !== "running";
  useEffect(() => {
    if (!wanted) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frames: Frame[] = [];
    const read = async (): Promise<void> => {
      const before = frames.length;
      const cut = await readOn(id, host, signal, frames);
      if (signal.aborted) return;
      if (frames.length > before || before === 0)
        setList({ id, list: { frames: [...frames], cut } });
      if (!ended) timer = setTimeout(() => void read().catch(gone), pace);
    };
    const gone = () => {
      if (!signal.aborted) setList({ id, list: null });
    };
    read().catch(gone);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [id, ended, wanted, host, readOn]);
  return list !== null && list.id === id ? list.list : null;
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

async function readSocketFrames(
  id: string,
  host: Pick<Host, "remote">,
  signal: AbortSignal,
  frames: SocketFrame[],
): Promise<boolean> {
  while (frames.length < keptFrames) {
    const ask = { id, from: frames.length, limit: page };
    const answer = await host.remote["exchange.socketFrames"](ask, signal);
    frames.push(...answer.frames);
    if (answer.frames.length < page) return false;
  }
  return true;
}

/** Whether a hop has frames: by what it asked in or what answered. */
export function spokeHttp2({ requestHttpVersion, response }: Hop): boolean {
  return requestHttpVersion === "2" || response?.httpVersion === "2";
}
