import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { codeTargets } from "../../../shared/formats/code/targets.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "envoi-code-cli-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function envoi(...words: readonly string[]) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const args = ["--import", "tsx", main, ...words];
    const env = { ...process.env, XDG_DATA_HOME: join(folder, "data") };
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
  });
}

test("lists every language, and refuses one there is not", async () => {
  const { code, stdout } = await envoi("code", "--list");
  expect(code).toBe(0);
  expect(stdout.split("\n").map((line) => line.split(" ")[0])).toEqual([
    ...codeTargets.map(({ id }) => id),
    "",
  ]);
  expect(await envoi("code", "http://h/", "--lang", "cobol")).toMatchObject({ code: 2 });
});

test("the founding document's program, corrected so that it compiles", async () => {
  const words = ["Host: httpbin.org", "Connection: close", "User-Agent:", "Accept:"];
  const headers = words.flatMap((field) => ["-H", field]);
  const { stdout } = await envoi(
    "code",
    "http://httpbin.org/get",
    "--lang",
    "rust-tcp",
    ...headers,
  );
  expect(stdout).toBe(`use std::io::{self, Write};
use std::net::TcpStream;

fn main() -> io::Result<()> {
    let mut stream = TcpStream::connect("httpbin.org:80")?;
    stream.write_all(
        b"GET /get HTTP/1.1\\r\\n\\
        Host: httpbin.org\\r\\n\\
        Connection: close\\r\\n\\
        \\r\\n",
    )?;
    io::copy(&mut stream, &mut io::stdout())?;
    Ok(())
}
`);
});

test("secrets of options and of files stay out until they are asked for", async () => {
  const typed = ["code", "http://h/", "-u", "me:hunter2"];
  expect((await envoi(...typed)).stdout).toContain("--header 'Authorization: Basic ••••••'");
  const basic = Buffer.from("me:hunter2").toString("base64");
  expect((await envoi(...typed, "--show-secrets")).stdout).toContain(`Basic ${basic}`);

  await mkdir(join(folder, "c"));
  await writeFile(
    join(folder, "c", "opencollection.yml"),
    "opencollection: 1.0.0\ninfo:\n  name: C\n",
  );
  await writeFile(join(folder, "c", ".env"), "KEY=canary-1\n");
  const file = join(folder, "c", "one.yml");
  await writeFile(
    file,
    `info:\n  name: One\n  type: http\nhttp:\n  method: GET\n  url: "http://h/?k={{process.env.KEY}}"\n`,
  );
  const masked = await envoi("code", file, "--lang", "python-requests");
  expect(masked.stdout).toContain('url = "http://h/?k={{process.env.KEY}}"');
  expect(masked.stdout + masked.stderr).not.toContain("canary");
  expect((await envoi("code", file, "--show-secrets")).stdout).toContain("k=canary-1");
});

test("raw bytes in what can say them", async () => {
  await writeFile(join(folder, "raw"), Buffer.from("GET /\u00e9 HTTP/1.1\r\n\r\n", "latin1"));
  const words = ["code", "--raw", join(folder, "raw"), "--to", "127.0.0.1:1"];
  expect((await envoi(...words, "--lang", "rust-tcp")).stdout).toContain("0x2f, 0xe9, 0x20");
  expect(await envoi(...words, "--lang", "go")).toMatchObject({ code: 2 });
});

test("a collection is exported; its literal secrets are named and left out", async () => {
  await mkdir(join(folder, "c"));
  await writeFile(
    join(folder, "c", "opencollection.yml"),
    "opencollection: 1.0.0\ninfo:\n  name: Shop\nrequest:\n  auth:\n    type: bearer\n    token: canary-0123456789\n",
  );
  await writeFile(
    join(folder, "c", "one.yml"),
    "info:\n  name: One\n  type: http\nhttp:\n  method: GET\n  url: http://h/\n",
  );
  const out = join(folder, "out.json");
  const words = ["export", join(folder, "c"), "--format", "postman", "--out", out];
  const outcome = await envoi(...words);
  expect(outcome).toMatchObject({ code: 0, stdout: "" });
  expect(outcome.stderr).toContain("envoi: the secret bearerToken is left out");
  const written = JSON.parse(await readFile(out, "utf8")) as { readonly item: readonly unknown[] };
  expect(written.item).toHaveLength(1);
  expect(JSON.stringify(written)).not.toContain("canary");
  expect(await envoi("export", folder, "--format", "postman")).toMatchObject({ code: 26 });
  expect(await envoi("export", join(folder, "c"), "--format", "x")).toMatchObject({ code: 2 });
});

test("a WebSocket in what opens one, with the messages that are typed or kept; other languages are refused", async () => {
  const file = join(folder, "live.yml");
  await writeFile(
    file,
    "info:\n  name: L\n  type: websocket\n\nwebsocket:\n  url: ws://h/live\n  message:\n    type: text\n    data: kept\n",
  );
  const [kept, typed, refused, reversed] = await Promise.all([
    envoi("code", file),
    envoi("code", "ws://h/live", "--lang", "wscat", "--message", "it's", "--subprotocol", "chat"),
    envoi("code", "ws://h/", "--lang", "rust-hyper"),
    envoi("code", "http://h/", "--lang", "websocat"),
  ]);
  expect(kept.stdout).toContain('new WebSocket("ws://h/live")');
  expect(kept.stdout).toContain('socket.send("kept")');
  expect(typed.stdout).toBe(
    "wscat --connect ws://h/live \\\n  --subprotocol chat \\\n  --execute 'it'\\''s' \\\n  --wait -1\n",
  );
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toContain("Rust hyper opens no WebSocket: choose js-websocket");
  expect(reversed.stderr).toContain("websocat opens a WebSocket and sends nothing else");
});
