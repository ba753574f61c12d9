import type { WebSocket } from "ws";
import { decodeFrame, encodeFrame, maxFrameLength } from "../../../shared/contract/frame.ts";
import type { Link } from "../../../shared/contract/link.ts";

/** Bytes: UTF-8 takes three at most for one UTF-16 code unit. A longer message closes the socket with 1009. */
export const maxMessageBytes = maxFrameLength * 3;

/** An open WebSocket as a link of JSON text frames. */
export function socketLink(socket: WebSocket): Link {
  let closed = false;
  let closeListener: (() => void) | null = null;
  // An error (a frame too long, a broken peer) is always followed by `close`.
  socket.on("error", () => undefined);
  socket.on("close", () => {
    closed = true;
    closeListener?.();
  });
  return {
    send: (frame) => {
      if (closed) return;
      const text = encodeFrame(frame);
      if (socket.readyState === socket.OPEN) socket.send(text);
    },
    onFrame: (listener) =>
      void socket.on("message", (data, binary) => {
        // The default `binaryType` gives one Buffer.
        const text = !binary && Buffer.isBuffer(data) ? data.toString("utf8") : "";
        listener(decodeFrame(text));
      }),
    onClose: (listener) => {
      closeListener = listener;
      if (closed) listener();
    },
    close: () => socket.close(),
  };
}
