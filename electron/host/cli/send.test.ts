import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const crlf = (...lines: readonly string[]) => lines.join("\r\n");

let folder: string;
let closers: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "envoi-cli-"));
});
afterEach(async () => {
  await Promise.all(closers.map((close) => close()));
  closers = [];
  await rm(folder, { recursive: true, force: true });
});

/** True once the head and the body its Content-Length promises are there. */
function isWhole(message: string): boolean {
  const end = message.indexOf("\r\n\r\n");
  const length = Number(/^content-length: (\d+)/im.exec(message)?.[1] ?? 0);
  return end >= 0 && message.length >= end + 4 + length;
}

/** Answers each connection with these bytes once the request has come, closes, and keeps what it received. */
async function recorder(reply: string) {
  const sockets: Socket[] = [];
  const received: Buffer[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    let head = "";
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => {
      received.push(chunk);
      const before = isWhole(head);
      head += chunk.toString("latin1");
      if (!before && isWhole(head)) socket.end(reply, "latin1");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  });
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}`, received: () => Buffer.concat(received) };
}

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function envoi(words: readonly string[], stdin = ""): Promise<Outcome> {
  return new Promise((resolve) => {
    const args = ["--import", "tsx", main, ...words];
    const child = execFile(process.execPath, args, { encoding: "latin1" }, (error, out, err) => {
      const code = error ? Number(error.code ?? -1) : 0;
      resolve({ code, stdout: out, stderr: err });
    });
    child.stdin?.end(stdin, "latin1");
  });
}

const ok = crlf("HTTP/1.1 200 OK", "X-One: 1", "x-one: 2", "Content-Length: 2", "", "hi");

test("the founding document's request goes out byte for byte and the answer is shown to its end", async () => {
  const peer = await recorder(crlf("HTTP/1.1 200 OK", "Connection: close", "", "to the end"));
  const bytes = crlf("GET /get HTTP/1.1", "Host: httpbin.org", "Connection: close", "", "");
  const file = join(folder, "request.txt");
  await writeFile(file, bytes);
  const trace = join(folder, "trace.txt");
  const words = ["send", "--raw", file, "--to", `127.0.0.1:${peer.port}`, "--trace", trace];
  const outcome = await envoi(words);
  expect(outcome.code).toBe(0);
  expect(peer.received().toString("latin1")).toBe(bytes);
  expect(outcome.stdout).toBe(crlf("HTTP/1.1 200 OK", "Connection: close", "", "to the end"));
  expect(await readFile(trace, "utf8")).toMatch(
    /^=> Sent 59 bytes at .*\n0000: 47 45 54 20 2f 67 65 74 20 48 54 54 50 2f 31 2e GET \/get HTTP\/1\.\n/,
  );
});

test("headers keep case, order and duplicates; automatic ones go when told", async () => {
  const peer = await recorder(ok);
  const fields = ["x-B: 2", "X-a: 1", "x-b: 3", "User-Agent:", "Accept:", "X-Empty;"];
  const words = [
    "send",
    `${peer.url}/a%7e?b={c}#gone`,
    ...fields.flatMap((field) => ["-H", field]),
  ];
  const outcome = await envoi(words);
  expect(outcome).toMatchObject({ code: 0, stdout: "hi" });
  expect(peer.received().toString("latin1")).toBe(
    crlf(
      "GET /a%7e?b={c} HTTP/1.1",
      `Host: 127.0.0.1:${peer.port}`,
      "x-B: 2",
      "X-a: 1",
      "x-b: 3",
      "X-Empty:",
      "",
      "",
    ),
  );
});

test("-v tells the same story as the wire, on stderr", async () => {
  const peer = await recorder(ok);
  const { stderr, stdout } = await envoi(["send", "-v", "-d", "a=1", peer.url]);
  expect(stdout).toBe("hi");
  const sent = stderr.split("\n").filter((line) => line.startsWith("> "));
  const wire = peer.received().toString("latin1").split("\r\n\r\n")[0]?.split("\r\n") ?? [];
  expect(sent.map((line) => line.slice(2))).toEqual(wire);
  expect(stderr).toContain("< HTTP/1.1 200 OK\n< X-One: 1\n< x-one: 2\n");
});

test("-i prints the head as it came", async () => {
  const peer = await recorder(ok);
  const { stdout } = await envoi(["send", "-i", peer.url]);
  expect(stdout).toBe(ok);
});

test("bodies come from text, files and standard input", async () => {
  const file = join(folder, "body.txt");
  await writeFile(file, "one\r\ntwo\n");
  const bodyOf = async (words: readonly string[], stdin?: string) => {
    const peer = await recorder(ok);
    await envoi(["send", ...words, peer.url], stdin);
    return peer.received().toString("latin1").split("\r\n\r\n").slice(1).join("\r\n\r\n");
  };
  expect(await bodyOf(["-d", "a=1", "--data-raw", "@b"])).toBe("a=1&@b");
  expect(await bodyOf(["-d", `@${file}`])).toBe("onetwo");
  expect(await bodyOf(["--data-binary", `@${file}`])).toBe("one\r\ntwo\n");
  expect(await bodyOf(["--json", "@-"], '{"a": 1}\n')).toBe('{"a": 1}\n');
});

test.each([
  ["no reply at all", "", 52],
  ["a broken status line", "nonsense\r\n\r\n", 8],
  ["a truncated body", crlf("HTTP/1.1 200 OK", "Content-Length: 9", "", "half"), 18],
  ["a bad coding", crlf("HTTP/1.1 200 OK", "Content-Encoding: gzip", "", "not gzip"), 61],
] as const)("%s has its own exit code", async (_, reply, code) => {
  const peer = await recorder(reply);
  expect((await envoi(["send", peer.url])).code).toBe(code);
});

test.each([
  [["send"], 2],
  [["send", "--nope", "http://a"], 2],
  [["send", "--to", "127.0.0.1:1"], 2],
  [["nonsense"], 2],
  [["send", "-C", "-", "--no-clobber", "-o", "x", "http://a"], 2],
  [["send", "--etag-save", "x", "http://a", "http://b"], 2],
  [["send", "-H", "X-A;text", "http://127.0.0.1:1/"], 2],
  [["send", "http://"], 3],
  [["send", "http://127.0.0.1:1/"], 7],
  [["send", "-d", "@/nonexistent/file", "http://127.0.0.1:1/"], 26],
  [["--version"], 0],
  [["send", "--help"], 0],
] as const)("%j exits %i", async (words, code) => {
  expect((await envoi(words)).code).toBe(code);
});

test.each(["--raw", "--replay"])(
  "%s and a URL: the option that was typed is named",
  async (option) => {
    const { code, stderr } = await envoi(["send", option, "x", "--to", "127.0.0.1:1", "http://a"]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${option} takes no URL`);
  },
);

test("too many redirects have their own exit code, and one that is not followed has none", async () => {
  const peer = await recorder(
    crlf("HTTP/1.1 302 Found", "Location: /again", "Content-Length: 0", "", ""),
  );
  expect((await envoi(["send", "-L", "--max-redirs", "2", peer.url])).code).toBe(47);
  expect((await envoi(["send", peer.url])).code).toBe(0);
});

test("--fail keeps the body of an error to itself", async () => {
  const peer = await recorder(crlf("HTTP/1.1 404 Not Found", "Content-Length: 4", "", "gone"));
  expect(await envoi(["send", "-f", peer.url])).toMatchObject({ code: 22, stdout: "" });
});

test("errors name no header and no secret", async () => {
  const words = ["send", "-u", "ana:hunter2", "-H", "X-Key: hunter2", "http://127.0.0.1:1/"];
  const { stderr, stdout } = await envoi(words);
  expect(stderr + stdout).not.toContain("hunter2");
});
