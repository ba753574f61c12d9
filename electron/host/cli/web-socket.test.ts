import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { testFolder, type TestFolder } from "./cli.testing.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

let folder: TestFolder;
let server: WebSocketServer;
let url: string;
beforeEach(async () => {
  folder = await testFolder("cli-ws");
  server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: true });
  server.on("connection", (socket: WebSocket) => {
    socket.on("message", (data: Buffer, binary) => {
      const text = data.toString();
      if (text === "leave") socket.close(1011, "broken");
      else if (text === "break") socket.terminate();
      else socket.send(data, { binary });
    });
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  url = `ws://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`;
});
afterEach(async () => {
  for (const one of server.clients) one.terminate();
  await new Promise((resolve) => server.close(resolve));
  await folder.remove();
});

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function envoi(words: readonly string[], stdin = ""): Promise<Outcome> {
  return new Promise((resolve) => {
    const args = ["--import", "tsx", main, "send", ...words];
    const child = execFile(process.execPath, args, { encoding: "latin1" }, (error, out, err) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, out, err });
    });
    child.stdin?.end(stdin, "latin1");
  });
}

test("sends the lines of standard input and prints what comes", async () => {
  const [plain, told] = await Promise.all([
    envoi([url, "--ws-wait", "0"], "one\ntwo\n"),
    envoi([url, "--ws-wait", "0", "-i", "-v"], "one\n"),
  ]);
  expect(plain).toEqual({ code: 0, out: "one\ntwo\n", err: "" });
  expect(told.out).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n[^]*\r\n\r\none\n$/);
  expect(told.err).toContain("> [WebSocket] text 3 bytes");
  expect(told.err).toContain("< [WebSocket] close 1000 Normal closure");
});

test("sends messages as they are given", async () => {
  const file = folder.at("bytes");
  await writeFile(file, Buffer.from([1, 2]));
  const words = ["--message", "a", "--message-binary", "00 ff", "--message-binary", `@${file}`];
  const sent = await envoi([url, ...words, "--ws-wait", "0"]);
  expect(sent).toEqual({ code: 0, out: "a\n\u0000\u00ff\u0001\u0002", err: "" });
});

test("gives the code the server closed with", async () => {
  const [left, broken, wrong] = await Promise.all([
    envoi([url, "--message", "leave", "--listen"]),
    envoi([url, "--message", "break", "--listen"]),
    envoi([url, "--ws-close", "1005"]),
  ]);
  expect(left.code).toBe(211);
  expect(left.err).toContain("1011 (Internal error): broken");
  expect(broken.code).toBe(56);
  expect(broken.err).toContain("(1006)");
  expect(wrong.code).toBe(2);
});

test.each([
  [["--subprotocol", "a,b"], "--subprotocol"],
  [["--ws-close", "soon"], "--ws-close"],
  [["--message-binary", "zz"], "--message-binary"],
])("%j cannot be: exit 2, and the option is named", async (words, option) => {
  const { code, err } = await envoi([url, ...words]);
  expect(code).toBe(2);
  expect(err).toContain(`(${option})`);
});

test("what is for WebSockets is not passed over beside another URL", async () => {
  const { code, err } = await envoi([url.replace(/^ws/, "http"), "--message", "a"]);
  expect(code).toBe(2);
  expect(err).toContain("(--message)");
});

test("has no body; says its payload in --write-out", async () => {
  const [refused, written] = await Promise.all([
    envoi([url, "-d", "a=b"]),
    envoi([url, "--message", "four", "--ws-wait", "0", "-w", "%{size_upload} %{size_download}\\n"]),
  ]);
  expect(refused).toMatchObject({ code: 2, out: "" });
  expect(refused.err).toContain("A WebSocket is asked for without a body. (--data)");
  expect(written).toEqual({ code: 0, out: "four\n4 4\n", err: "" });
});
