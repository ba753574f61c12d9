import { gzipSync } from "node:zlib";
import { expect, test } from "./fixtures.ts";
import { startRecorder } from "./peers/recorder.ts";

const everyByte = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7) % 256));

test("a body is saved to a file byte for byte: decoded, and as it came", async ({ app }) => {
  const coded = gzipSync(everyByte);
  const head = [
    "HTTP/1.1 200 OK",
    "Content-Type: application/octet-stream",
    'Content-Disposition: attachment; filename="manifest é.bin"',
    "Content-Encoding: gzip",
    `Content-Length: ${coded.length}`,
    "\r\n",
  ].join("\r\n");
  const peer = await startRecorder(Buffer.concat([Buffer.from(head, "latin1"), coded]));
  try {
    await app.newRequest();
    await app.request.setUrl(peer.url);
    await app.request.send();
    await expect(app.response.status).toHaveText(/200 OK/);
    const decoded = await app.response.saveBody();
    expect(decoded.name).toMatch(/^manifest .*\.bin$/);
    expect(decoded.bytes).toEqual(everyByte);

    await app.response.bodyCoding("As sent (gzip)");
    const asSent = await app.response.saveBody();
    expect(asSent.bytes).toEqual(coded);
  } finally {
    await peer.close();
  }
});
