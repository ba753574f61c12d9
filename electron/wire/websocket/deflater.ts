import type { DeflateRaw } from "node:zlib";
import type { DeflateView } from "../../../shared/model/web-socket.ts";
import { lateZlib } from "../../base/late.ts";
import { socketOver } from "./socket.ts";

/** Compresses messages (RFC 7692 §7.2.1). One owner, who disposes it. One call at a time. */
export interface Deflater {
  /** One whole message. Rejects with FailureError `ws-over` when it is disposed of meanwhile. */
  deflate(message: Uint8Array): Promise<Buffer>;
  dispose(): void;
}

/** Window bits zlib can compress with: it has no window of 256 bytes, and makes a larger one of it without a word. */
export function canCompress({ clientWindowBits }: DeflateView): boolean {
  return clientWindowBits >= 9;
}

/** Only where `canCompress`. */
export function openDeflater({ clientNoContextTakeover, clientWindowBits }: DeflateView): Deflater {
  let stream: DeflateRaw | null = null;
  let refuse: ((error: unknown) => void) | null = null;
  const dispose = (): void => {
    stream?.destroy();
    stream = null;
    refuse?.(socketOver());
  };
  return {
    deflate(message) {
      const zlib = lateZlib();
      stream ??= zlib.createDeflateRaw({ windowBits: clientWindowBits });
      const deflate = stream;
      return new Promise((resolve, reject) => {
        const parts: Buffer[] = [];
        const onData = (out: Buffer): void => void parts.push(out);
        deflate.on("data", onData);
        deflate.once("error", reject);
        refuse = reject;
        deflate.write(message);
        deflate.flush(zlib.constants.Z_SYNC_FLUSH, () => {
          deflate.off("data", onData);
          deflate.off("error", reject);
          refuse = null;
          if (clientNoContextTakeover) dispose();
          const whole = Buffer.concat(parts);
          // An empty message is one empty block, of which one byte is left (RFC 7692 §7.2.3.6).
          resolve(whole.length === 0 ? Buffer.alloc(1) : whole.subarray(0, whole.length - 4));
        });
      });
    },
    dispose,
  };
}
