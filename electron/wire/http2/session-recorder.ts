import type { Recorder } from "../record/recorder.ts";
import type { FrameLog, FrameOwner } from "./frame-log.ts";

/**
 * What the taps of a shared connection write into. Sent bytes of the clear side go where their frames belong; received ones are taken
 * by the session itself, which reads them anyway. The encrypted side cannot be told apart: it goes to everybody on the connection.
 */
export function sessionRecorder(sent: FrameLog, owners: () => readonly FrameOwner[]): Recorder {
  return {
    append(side, direction, _hop, bytes) {
      if (side === "socket") {
        for (const { recorder, hop } of owners()) recorder.append(side, direction, hop, bytes);
      } else if (direction === "sent") {
        sent.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      }
      return 0;
    },
    mark: () => undefined,
    frame: () => undefined,
    socketFrame: () => 0,
    plain: () => 0,
    full: () => null,
    summary: () => ({ clearBytes: 0, socketBytes: 0, segments: 0, socketCapped: false }),
    close: () => Promise.resolve(),
  };
}
