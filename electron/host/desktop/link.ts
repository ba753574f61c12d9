import type { IpcMainEvent, WebContents } from "electron";
import type { Frame } from "../../../shared/contract/frame.ts";
import type { Link } from "../../../shared/contract/link.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import { frameChannel, pageBegins } from "./channel.ts";
import { maySpeak } from "./security.ts";

/** What a link needs of a window's contents. `ipc` hears this window only. */
export type PageContents = Pick<WebContents, "ipc" | "on" | "send" | "mainFrame" | "isDestroyed">;

/**
 * Gives one link for each page the window shows, one after the other: a reload, a crash or the window's end closes the
 * one before. Frames from any frame but the main frame showing our page are dropped before they are read.
 * @param accept called once for each page, at its first frame
 */
export function linkPages(contents: PageContents, accept: (link: Link) => void): void {
  let current: PageLink | null = null;
  const end = () => {
    current?.close();
    current = null;
  };
  contents.on("render-process-gone", end);
  contents.on("destroyed", end);
  contents.ipc.on(frameChannel, (event: IpcMainEvent, frame: unknown) => {
    if (!maySpeak(event.senderFrame, contents.mainFrame)) return;
    // In order with the frames, which no event of the window is sure to be.
    if (frame === pageBegins) return end();
    if (current === null) {
      current = pageLink(contents);
      accept(current);
    }
    current.receive(frame);
  });
}

interface PageLink extends Link {
  receive(frame: unknown): void;
}

function pageLink(contents: PageContents): PageLink {
  let frameListener: ((value: unknown) => void) | null = null;
  let closeListener: (() => void) | null = null;
  let closed = false;
  return {
    receive: (frame) => {
      if (!closed) frameListener?.(frame);
    },
    send: (frame) => {
      if (!closed && !contents.isDestroyed()) sendData(contents, frame);
    },
    onFrame: (listener) => void (frameListener = listener),
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

function sendData(contents: PageContents, frame: Frame): void {
  try {
    contents.send(frameChannel, frame);
  } catch (cause) {
    throw new FailureError(
      {
        kind: "internal",
        code: "message-not-data",
        message: "A message held something that is not data.",
      },
      { cause },
    );
  }
}
