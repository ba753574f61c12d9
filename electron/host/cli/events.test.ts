import { once } from "node:events";
import { watch } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { eventLines } from "./output/event-lines.ts";
import { folder, listen, reply, run, text } from "./transfer.testing.ts";

let server: http.Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

/** Sends the next piece of an event stream only when it is told to. */
async function serve(): Promise<{ readonly url: string; say(piece: string): void; end(): void }> {
  let open: http.ServerResponse | null = null;
  const waiting: string[] = [];
  server = http.createServer((_, answer) => {
    answer.writeHead(200, { "Content-Type": "text/event-stream" });
    open = answer;
    for (const piece of waiting.splice(0)) answer.write(piece);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    say: (piece) => void (open === null ? waiting.push(piece) : open.write(piece)),
    end: () => void open?.end(),
  };
}

/** Resolves once the output is this. */
async function outputIs(wanted: string): Promise<void> {
  const controller = new AbortController();
  const changes = watch(folder, { signal: controller.signal });
  try {
    const seen = async () => (await text("body").catch(() => "")) === wanted;
    if (await seen()) return;
    for await (const _ of changes) if (await seen()) return;
  } finally {
    controller.abort();
  }
}

test.each([
  [["-N"], "id: 1\ndata: one\n\n", "data: two\n\n"],
  [
    ["--events"],
    '{"type":"message","data":"one","id":"1"}\n',
    '{"type":"message","data":"two","id":"1"}\n',
  ],
])("%j writes each event as it arrives", async (options, first, second) => {
  const stream = await serve();
  const running = run([...options, stream.url]);
  stream.say("id: 1\ndata: one\n\n");
  await outputIs(first);
  // Only now, when the first is there, comes the second.
  stream.say("data: two\n\n");
  await outputIs(first + second);
  stream.end();
  expect((await running).code).toBe(0);
});

test("what dispatches nothing has no line, and any other body comes as it is", async () => {
  const stream = ": hello\n\nretry: 10\n\nevent: a\ndata: é\ndata: {}\nretry: 5\n\ndata: lost";
  const peer = await listen(({ head }) =>
    head.startsWith("GET /events ")
      ? reply("200 OK", ["Content-Type: text/event-stream; charset=utf-8"], stream)
      : reply("500 No", ["Content-Type: application/json"], '{"error":1}'),
  );
  await run(["--events", `${peer.url}/events`]);
  expect(await text("body")).toBe('{"type":"a","data":"é\\n{}","id":"","retry":5}\n');
  await run(["--events", `${peer.url}/other`]);
  expect(await text("body")).toBe('{"error":1}');
});

test("a line for each event, whatever the pieces", () => {
  const bytes = new TextEncoder().encode("id: 1\r\ndata: a\r\n\r\ndata\n\n");
  const whole = eventLines().push(bytes);
  expect(whole).toBe(
    '{"type":"message","data":"a","id":"1"}\n{"type":"message","data":"","id":"1"}\n',
  );
  for (let at = 0; at <= bytes.length; at += 1) {
    const lines = eventLines();
    expect(lines.push(bytes.subarray(0, at)) + lines.push(bytes.subarray(at))).toBe(whole);
  }
});
