import type { Link } from "../../shared/contract/link.ts";

/** What the desktop preload puts on `window.envoi`: the whole of what the page can reach. */
export interface EnvoiPort {
  send(frame: unknown): void;
  /** Called once. */
  onFrame(listener: (frame: unknown) => void): void;
}

/** The preload's port as a link. It lives as long as the window: main going away takes the window with it. */
export function portLink(port: EnvoiPort): Link {
  let closed = false;
  let closeListener: (() => void) | null = null;
  return {
    send: (frame) => {
      if (!closed) port.send(frame);
    },
    onFrame: (listener) =>
      port.onFrame((frame) => {
        if (!closed) listener(frame);
      }),
    onClose: (listener) => {
      closeListener = listener;
      if (closed) listener();
    },
    close: () => {
      if (closed) return;
      closed = true;
      closeListener?.();
    },
  };
}
