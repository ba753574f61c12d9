import type { InflateRaw } from "node:zlib";
import { lateZlib } from "../../base/late.ts";

/** Undoes the compression of messages (RFC 7692 §7.2.2). One owner, who disposes it. One call at a time. */
export interface Inflater {
  /**
   * The next bytes of a message; `last`: it ends with them. What comes out goes to `sink` in pieces, in order; false from it stops. Gives "wrong"
   * when the bytes are not DEFLATE, "stopped" when `sink` said so; nothing may be called afterwards then.
   */
  push(
    bytes: Uint8Array,
    last: boolean,
    sink: (out: Buffer) => boolean,
  ): Promise<"ok" | "wrong" | "stopped">;
  dispose(): void;
}

/** What the sender took away from the end of each message. */
const tail = Buffer.from([0x00, 0x00, 0xff, 0xff]);

/** `noContextTakeover`: each message begins with an empty window. */
export function openInflater(noContextTakeover: boolean): Inflater {
  let stream: InflateRaw | null = null;
  /** A block marked as the last one came: what belongs to the message is there (RFC 7692 §7.2.3.5). */
  let over = false;
  const dispose = (): void => {
    stream?.destroy();
    stream = null;
  };
  return {
    push(bytes, last, sink) {
      if (stream === null || over) {
        dispose();
        // The largest window reads what was made with any.
        stream = lateZlib().createInflateRaw({ windowBits: 15 });
        over = false;
      }
      const inflate = stream;
      return new Promise((resolve) => {
        const settle = (how: "ok" | "wrong" | "stopped"): void => {
          inflate.off("data", onData);
          inflate.off("error", onError);
          inflate.off("end", onEnd);
          // An error that is still on its way concerns nobody.
          if (how !== "ok") {
            inflate.on("error", () => undefined);
            dispose();
          } else if (last && noContextTakeover) dispose();
          resolve(how);
        };
        const onData = (out: Buffer): void => {
          if (!sink(out)) settle("stopped");
        };
        const onError = (): void => settle("wrong");
        const onEnd = (): void => {
          over = true;
          settle("ok");
        };
        inflate.on("data", onData);
        inflate.on("error", onError);
        inflate.on("end", onEnd);
        inflate.write(bytes);
        if (last) inflate.write(tail);
        inflate.flush(() => {
          if (inflate === stream) settle("ok");
        });
      });
    },
    dispose,
  };
}
