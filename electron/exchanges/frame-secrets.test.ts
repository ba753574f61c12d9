import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readSocketFrames } from "../wire/record/read-socket.ts";
import { writeSocketRecord } from "../wire/record/socket-record.testing.ts";
import { createFrameSecrets } from "./frame-secrets.ts";
import { createMasking, maskedRange } from "./masking.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "envoi-frame-secrets-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const secret = "correct-horse";
const masking = createMasking([secret]);
if (masking === null) throw new Error("nothing to hide");

async function shown(clear: Buffer, start: number, end: number): Promise<Buffer> {
  const secrets = createFrameSecrets(folder, masking ?? expect.unreachable());
  const place = { start, end, size: clear.length, coded: secrets.in };
  const read = async function* (from: number, to: number) {
    yield clear.subarray(from, to);
  };
  const pieces: Uint8Array[] = [];
  for await (const piece of maskedRange(masking ?? expect.unreachable(), place, read, "wire"))
    pieces.push(piece);
  return Buffer.concat(pieces);
}

test("a secret in a frame that was sent is hidden in its masked bytes, whichever of them are asked for", async () => {
  const clear = await writeSocketRecord(folder, [
    { payload: "not a word", direction: "sent" },
    { payload: `token ${secret}!`, direction: "sent" },
    { payload: `echo ${secret}` },
  ]);
  const [, sent, received] = await readSocketFrames(folder, 0, 9);
  const at = (sent?.start ?? 0) + (sent?.headBytes ?? 0) + "token ".length;
  const wanted = Buffer.from(clear);
  wanted.fill("*", at, at + secret.length);
  const echoed = (received?.start ?? 0) + 2 + "echo ".length;
  wanted.fill("*", echoed, echoed + secret.length);
  expect(await shown(clear, 0, clear.length)).toEqual(wanted);
  for (let start = 0; start < clear.length; start += 1)
    expect(await shown(clear, start, Math.min(clear.length, start + 3))).toEqual(
      wanted.subarray(start, start + 3),
    );
});

test("of a message that is compressed the whole payload is hidden when it holds a secret, and no other", async () => {
  const clear = await writeSocketRecord(folder, [
    { payload: secret.slice(0, 5), compressed: true, fin: false },
    { payload: "x", direction: "sent" },
    { payload: secret.slice(5), compressed: true, opcode: 0, first: 0 },
    { payload: "harmless", compressed: true },
  ]);
  const frames = await readSocketFrames(folder, 0, 9);
  const wanted = Buffer.from(clear);
  for (const index of [0, 2]) {
    const { start = 0, headBytes = 0, end = 0 } = frames[index] ?? {};
    wanted.fill("*", start + headBytes, end);
  }
  expect(await shown(clear, 0, clear.length)).toEqual(wanted);
});

test("frames that come later are hidden too", async () => {
  const secrets = createFrameSecrets(folder, masking ?? expect.unreachable());
  expect(await secrets.in(new Uint8Array(8), 0)).toEqual([]);
  const clear = await writeSocketRecord(folder, [{ payload: secret, direction: "sent" }]);
  expect(await secrets.in(clear, 0)).toEqual([{ start: 6, end: 6 + secret.length }]);
});
