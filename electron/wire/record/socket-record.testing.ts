import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SocketFrame } from "../../../shared/model/web-socket.ts";
import { clearFile } from "./index-format.ts";
import {
  plainFile,
  socketFrameBytes,
  socketFramesFile,
  writeSocketFrame,
} from "./socket-frame-format.ts";

/** A frame of a record that is made up: what is not said is that of a whole text message that was received. */
export interface GivenFrame extends Partial<SocketFrame> {
  readonly payload: string;
}

/** Writes a record with these frames: masked ones are those that were sent; resolves to the bytes of its clear side. */
export async function writeSocketRecord(
  folder: string,
  given: readonly GivenFrame[],
): Promise<Buffer> {
  const clear: Buffer[] = [];
  const plain: Buffer[] = [];
  const frames = Buffer.alloc(given.length * socketFrameBytes);
  let at = 0;
  let plainAt = 0;
  given.forEach(({ payload, ...said }, index) => {
    const masked = said.direction === "sent";
    const bytes = Buffer.from(payload);
    const key = Buffer.from([1, 2, 3, 4]);
    const onWire = said.compressed === true ? Buffer.from("…") : bytes;
    const head = Buffer.concat([Buffer.from([0, 0]), ...(masked ? [key] : [])]);
    const body = masked ? onWire.map((byte, place) => byte ^ (key[place & 3] ?? 0)) : onWire;
    clear.push(head, Buffer.from(body));
    const end = at + head.length + onWire.length;
    const frame: SocketFrame = {
      index,
      direction: "received",
      hop: 0,
      at: index,
      start: at,
      end,
      opcode: 1,
      fin: true,
      rsv: 0,
      masked,
      headBytes: head.length,
      length: onWire.length,
      plainLength: bytes.length,
      compressed: false,
      first: index,
      closeCode: null,
      partial: false,
      ...said,
    };
    const plainOffset = frame.compressed ? plainAt : -1;
    if (frame.compressed) {
      plain.push(bytes);
      plainAt += bytes.length;
    }
    writeSocketFrame(frames, index * socketFrameBytes, { frame, at: frame.at, plainOffset });
    at = end;
  });
  await writeFile(join(folder, socketFramesFile), frames);
  await writeFile(join(folder, clearFile), Buffer.concat(clear));
  await writeFile(join(folder, plainFile), Buffer.concat(plain));
  return Buffer.concat(clear);
}
