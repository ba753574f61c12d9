import {
  frameBodyId,
  messageBodyId,
  type SocketFrame,
} from "../../../../shared/model/web-socket.ts";
import type { SocketFilter } from "../../../../shared/model/socket-filter.ts";
import type { Host } from "../../../host/connect.ts";

/** The beginning of a message. */
export interface PayloadHead {
  readonly bytes: Uint8Array;
  /** Bytes of the whole message; null: more of it comes. */
  readonly total: number | null;
}

/** The first bytes of messages, read as they come into sight. Owner calls `close`. */
export interface PayloadHeads {
  version(): number;
  subscribe(listener: () => void): () => void;
  peek(frame: SocketFrame): PayloadHead | null;
  /** These are in sight; what was and is no longer is not asked for any more. */
  want(frames: readonly SocketFrame[]): void;
  /** No more comes: what was unfinished stays as it is. */
  settle(): void;
  close(): void;
}

/** Bytes of a payload that a row can show. */
export const headBytes = 200;
const mostKept = 2_000;
const atOnce = 6;
/** ms until an unfinished message is looked at again. */
const pace = 700;

/** `form`: whether a frame stands for its message. */
export function createPayloadHeads(
  id: string,
  form: SocketFilter["form"],
  host: Pick<Host, "bodyUrl">,
): PayloadHeads {
  const bodyIdOf = form === "messages" ? messageBodyId : frameBodyId;
  const closing = new AbortController();
  const { signal } = closing;
  const listeners = new Set<() => void>();
  const kept = new Map<number, PayloadHead & { readonly at: number; readonly sure: boolean }>();
  const running = new Set<number>();
  let wanted: readonly SocketFrame[] = [];
  let settled = false;
  let version = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const stale = ({ index }: SocketFrame): boolean => {
    const known = kept.get(index);
    return known === undefined || (!known.sure && performance.now() - known.at >= pace);
  };

  function pump(): void {
    clearTimeout(timer);
    for (const frame of wanted) {
      if (running.size >= atOnce) return;
      if (running.has(frame.index) || !stale(frame)) continue;
      running.add(frame.index);
      void read(frame).finally(() => {
        running.delete(frame.index);
        if (!signal.aborted) pump();
      });
    }
    if (running.size === 0 && wanted.some(({ index }) => kept.get(index)?.sure === false))
      timer = setTimeout(pump, pace);
  }

  async function read(frame: SocketFrame): Promise<void> {
    const empty = (frame.fin || form === "frames") && frame.plainLength === 0;
    const head = empty
      ? { bytes: new Uint8Array(), total: 0 }
      : await readHead(host.bodyUrl(bodyIdOf(id, frame.index)), signal).catch(() => null);
    if (signal.aborted) return;
    const { plainLength } = frame;
    const here = head !== null && (head.bytes.length > 0 || plainLength === 0);
    kept.set(frame.index, {
      bytes: head?.bytes ?? new Uint8Array(),
      total: head === null ? plainLength : head.total,
      at: performance.now(),
      sure: settled || (here && head.total !== null),
    });
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(oldest);
    }
    version += 1;
    for (const listener of listeners) listener();
  }

  return {
    version: () => version,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    peek: ({ index }) => kept.get(index) ?? null,
    want(frames) {
      wanted = frames;
      pump();
    },
    settle() {
      if (settled) return;
      settled = true;
      for (const [index, head] of kept) if (!head.sure) kept.delete(index);
      pump();
    },
    close() {
      closing.abort();
      clearTimeout(timer);
      listeners.clear();
    },
  };
}

/** An answer that says no total says that there will be more (RFC 9110 §14.4). */
async function readHead(url: string, signal: AbortSignal): Promise<PayloadHead | null> {
  const range = `bytes=0-${headBytes - 1}`;
  const answer = await fetch(url, { headers: { range }, cache: "no-store", signal });
  if (answer.status !== 206) {
    await answer.body?.cancel();
    return null;
  }
  const total = Number(answer.headers.get("content-range")?.split("/")[1]);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { bytes, total: Number.isNaN(total) ? null : total };
}
