import { decodeFrame, encodeFrame } from "../../shared/contract/frame.ts";
import type { Link } from "../../shared/contract/link.ts";

/**
 * Opens a WebSocket and gives it as a link of JSON text frames.
 * @param url `ws:` address of the host's `/link`.
 * @returns null when it could not be opened: a browser does not tell why.
 */
export function openSocketLink(url: string): Promise<Link | null> {
  const socket = new WebSocket(url);
  let closed = false;
  let closeListener: (() => void) | null = null;
  return new Promise((resolve) => {
    socket.addEventListener("open", () => resolve(link), { once: true });
    socket.addEventListener(
      "close",
      () => {
        closed = true;
        resolve(null);
        closeListener?.();
      },
      { once: true },
    );
    const link: Link = {
      send: (frame) => {
        if (closed) return;
        const text = encodeFrame(frame);
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      onFrame: (listener) =>
        socket.addEventListener("message", (event: MessageEvent<unknown>) =>
          listener(typeof event.data === "string" ? decodeFrame(event.data) : undefined),
        ),
      onClose: (listener) => {
        closeListener = listener;
        if (closed) listener();
      },
      close: () => socket.close(),
    };
  });
}
