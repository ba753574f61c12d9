import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";
import type { EnvoiPage } from "./pages/envoi-page.ts";
import { type Recorder, startRecorder } from "./peers/recorder.ts";

// What is shown as sent is, to the byte, what a server got.

const reply =
  "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
const founding = "GET /get HTTP/1.1\r\nHost: httpbin.org\r\nConnection: close\r\n\r\n";
const binary = Buffer.from(Array.from({ length: 1024 }, (_, index) => (index * 7) % 256));

test.use({
  recorder: async ({}, use) => {
    const recorder = await startRecorder(reply);
    await use(recorder);
    await recorder.close();
  },
});

/** Sends the active tab. Gives what the server got; the record holds exactly that, then the reply. */
async function sendAndCompare(app: EnvoiPage, recorder: Recorder): Promise<string> {
  const before = recorder.received().length;
  await app.request.send();
  // The answer before stays in sight until the new one is there: the server knows first.
  await expect.poll(() => recorder.received().length).toBeGreaterThan(before);
  await expect(app.request.sendButton).toBeVisible();
  await expect(app.response.status).toHaveText(/200 OK/);
  const got = recorder.received().subarray(before);
  const record = await app.response.saveRecord();
  expect(record.toString("latin1")).toBe(got.toString("latin1") + reply);
  return got.toString("latin1");
}

/** A request as text, its lines ended as on the wire. */
function message(lines: readonly string[], body = ""): string {
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

test("the founding document's request: raw, and as an ordinary request", async ({
  app,
  recorder,
}) => {
  await app.newRequest();
  await app.request.chooseBody("Raw exchange");
  await app.request.rawTarget.fill(recorder.place);
  await app.request.rawText.fill(founding.replaceAll("\r\n", "\n"));
  expect(await sendAndCompare(app, recorder)).toBe(founding);
  await expect(app.response.wire).toContainText("Host: httpbin.org");

  await app.newRequest();
  await app.request.setUrl(`${recorder.url}/get`);
  await app.request.leaveOut("User-Agent", "Accept", "Accept-Encoding");
  await app.request.setHeaders(["Host: httpbin.org", "Connection: close"]);
  expect(await sendAndCompare(app, recorder)).toBe(founding);
  await expect(app.response.wire).toContainText("Host: httpbin.org");
});

test("raw bytes that are no HTTP at all", async ({ app, recorder }) => {
  await app.newRequest();
  await app.request.chooseBody("Raw exchange");
  await app.request.rawTarget.fill(recorder.place);
  await app.request.setLineEnds("LF");
  const odd = "gEt  /a b?\u00e9 HTTP/9.9\nX : 1\nX:\n folded\n\n";
  await app.request.rawText.fill(odd);
  const bytes = await sendAndCompare(app, recorder);
  expect(Buffer.from(bytes, "latin1").toString("utf8")).toBe(odd);
});

test("methods", async ({ app, recorder }) => {
  await app.newRequest();
  await app.request.setUrl(`${recorder.url}/m?a=1&a=2#not-sent`);
  await app.request.leaveOut("User-Agent", "Accept", "Accept-Encoding");
  const methods = ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "mkBerth", "X-1!"];
  for (const method of methods) {
    await app.request.setMethod(method);
    const sent = await sendAndCompare(app, recorder);
    expect(sent.startsWith(`${method} /m?a=1&a=2 HTTP/1.1\r\nHost: ${recorder.place}\r\n`)).toBe(
      true,
    );
  }
});

test("headers: case, order, duplicates, empty, all automatic ones left out", async ({
  app,
  recorder,
}) => {
  await app.newRequest();
  await app.request.setUrl(`${recorder.url}/h`);
  await app.request.leaveOut("Host", "User-Agent", "Accept", "Accept-Encoding");
  const lines = [
    "zeta: last letter first",
    "X-Twice: one",
    "aLpHa: kept as typed",
    "x-twice: two",
    "X-Empty:",
    "X-Colon: a:b: c",
    "X-Long: " + "v".repeat(9000),
    "X-Twice: one",
  ];
  await app.request.setHeaders(lines);
  expect(await sendAndCompare(app, recorder)).toBe(message(["GET /h HTTP/1.1", ...lines]));

  const few = ["# X-Off: not sent", "hOST: elsewhere.example", "Connection: close, X-Odd"];
  await app.request.setHeaders(few);
  expect(await sendAndCompare(app, recorder)).toBe(message(["GET /h HTTP/1.1", ...few.slice(1)]));
});

test("bodies typed in: JSON, XML, text, form", async ({ app, recorder }) => {
  await app.newRequest();
  await app.request.setMethod("POST");
  await app.request.setUrl(`${recorder.url}/b`);
  await app.request.leaveOut("User-Agent", "Accept", "Accept-Encoding");
  const head = (type: string, length: number) => [
    "POST /b HTTP/1.1",
    `Host: ${recorder.place}`,
    `Content-Type: ${type}`,
    `Content-Length: ${length}`,
  ];
  const typed = [
    ["JSON", "application/json", '{"weight": 12345678901234567890, "é": "☃"}'],
    ["XML", "application/xml", "<a>&amp;<b x='1'/></a>"],
    ["Text", "text/plain", "one\ntwo\n\nlast without end"],
  ] as const;
  for (const [kind, type, text] of typed) {
    await app.request.setBody(kind, text);
    const bytes = Buffer.from(text);
    const sent = await sendAndCompare(app, recorder);
    expect(sent).toBe(message(head(type, bytes.length), bytes.toString("latin1")));
  }
  await app.request.setForm(["a=1", "# off=2", "b c=d&e", "a=é", "empty="]);
  const form = "a=1&b+c=d%26e&a=%C3%A9&empty=";
  expect(await sendAndCompare(app, recorder)).toBe(
    message(head("application/x-www-form-urlencoded", form.length), form),
  );
});

test("bodies of files: binary and multipart", async ({ app, recorder, workFolder }) => {
  const file = join(workFolder, "all bytes.bin");
  await writeFile(file, binary);
  await app.newRequest();
  await app.request.setMethod("POST");
  await app.request.setUrl(`${recorder.url}/f`);
  await app.request.setFileBody(file);
  const whole = await sendAndCompare(app, recorder);
  expect(whole).toContain("\r\nContent-Type: application/octet-stream\r\nContent-Length: 1024\r\n");
  expect(bodyOf(whole)).toBe(binary.toString("latin1"));

  await app.request.chooseBody("Multipart");
  await app.request.addTextPart(1, "note", "plain");
  await app.request.addFilePart(2, "cargo", file);
  const sent = await sendAndCompare(app, recorder);
  const boundary = /\r\nContent-Type: multipart\/form-data; boundary=(\S+)\r\n/.exec(sent)?.[1];
  expect(boundary).toBeDefined();
  expect(bodyOf(sent)).toBe(
    [
      `--${boundary}`,
      'Content-Disposition: form-data; name="note"',
      "",
      "plain",
      `--${boundary}`,
      'Content-Disposition: form-data; name="cargo"; filename="all bytes.bin"',
      "Content-Type: application/octet-stream",
      "",
      binary.toString("latin1"),
      `--${boundary}--`,
      "",
    ].join("\r\n"),
  );
});

function bodyOf(sent: string): string {
  return sent.slice(sent.indexOf("\r\n\r\n") + 4);
}
