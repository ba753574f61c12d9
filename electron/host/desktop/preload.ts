import { contextBridge, ipcRenderer } from "electron";
import { frameChannel, pageBegins } from "./channel.ts";

// All that the page can reach: frames out, frames in. No event object, no channel name, nothing of Electron.

ipcRenderer.send(frameChannel, pageBegins);

let listener: ((frame: unknown) => void) | null = null;
const early: unknown[] = [];

ipcRenderer.on(frameChannel, (_event, frame: unknown) => {
  if (listener === null) early.push(frame);
  else listener(frame);
});

contextBridge.exposeInMainWorld("envoi", {
  send: (frame: unknown): void => ipcRenderer.send(frameChannel, frame),
  onFrame: (listen: (frame: unknown) => void): void => {
    if (listener !== null || typeof listen !== "function") return;
    listener = listen;
    for (const frame of early.splice(0)) listen(frame);
  },
});
