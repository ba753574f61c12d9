import { decodeFrame, encodeFrame, type Frame } from "./frame.ts";

/** A two-way pipe of frames between main and renderer. One owner at each end, which closes it. */
export interface Link {
  /**
   * Sends in order, never blocks. Does nothing once closed.
   * May throw only FailureError, when the frame is too large or not data; the link stays usable.
   */
  send(frame: Frame): void;
  /** Called once. The listener gets untrusted values in order, each in its own right; it must not throw. */
  onFrame(listener: (value: unknown) => void): void;
  /** Called once. The listener runs once, however the link ends; at once when it has ended already. */
  onClose(listener: () => void): void;
  /** Ends both sides. May be called again. */
  close(): void;
}

/**
 * Two joined ends in one process. Frames cross as JSON text on a later microtask, so what does not survive a real link
 * does not survive this one.
 */
export function memoryLinks(): { readonly left: Link; readonly right: Link } {
  const left = memoryEnd();
  const right = memoryEnd();
  left.join(right);
  right.join(left);
  return { left, right };
}

interface MemoryEnd extends Link {
  join(other: MemoryEnd): void;
  receive(text: string): void;
}

function memoryEnd(): MemoryEnd {
  let other: MemoryEnd | null = null;
  let closed = false;
  let frameListener: ((value: unknown) => void) | null = null;
  let closeListener: (() => void) | null = null;
  const early: string[] = [];
  return {
    join: (end) => void (other = end),
    receive: (text) => {
      if (closed) return;
      if (frameListener === null) early.push(text);
      else frameListener(decodeFrame(text));
    },
    send: (frame) => {
      if (closed) return;
      const text = encodeFrame(frame);
      queueMicrotask(() => other?.receive(text));
    },
    onFrame: (listener) => {
      frameListener = listener;
      for (const text of early.splice(0)) listener(decodeFrame(text));
    },
    onClose: (listener) => {
      closeListener = listener;
      if (closed) listener();
    },
    close: () => {
      if (closed) return;
      closed = true;
      closeListener?.();
      queueMicrotask(() => other?.close());
    },
  };
}
