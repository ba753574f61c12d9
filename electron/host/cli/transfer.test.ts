import { readdir, stat, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { Answer, SeenRequest } from "../../client/peer.testing.ts";
import { at, folder, listen, reply, run, text } from "./transfer.testing.ts";

describe("where the body goes", () => {
  test("-o, and an empty body makes an empty file", async () => {
    const peer = await listen(({ head }) =>
      reply("200 OK", [], head.includes("/empty") ? "" : "hi"),
    );
    expect(await run([peer.url, "-o", at("a/b"), "--create-dirs"])).toMatchObject({ code: 0 });
    expect(await text("a/b")).toBe("hi");
    await run([`${peer.url}/empty`, "-o", at("e")]);
    expect(await text("e")).toBe("");
  });

  test.each([
    ["/dir/name.txt?x=1#f", "name.txt"],
    ["/a%20b", "a b"],
    ["/%2e%2e%2fevil", "_evil"],
    ["/..", "curl_response"],
    ["/dir/", "dir"],
    ["", "curl_response"],
  ])("-O of %s is %s", async (target, name) => {
    const peer = await listen(() => reply("200 OK", [], "hi"));
    await run([peer.url + target, "-O", "--output-dir", folder]);
    expect(await readdir(folder)).toEqual(expect.arrayContaining([name]));
    expect(await text(name)).toBe("hi");
  });

  test.each([
    ['attachment; filename="report.pdf"', "report.pdf"],
    ["attachment; filename=../../etc/passwd", "passwd"],
    ['attachment; filename="..\\\\..\\\\x"', "x"],
    ["attachment; filename=.bashrc", "bashrc"],
    ["attachment; filename*=UTF-8''na%C3%AFve.txt", "naïve.txt"],
  ])("-J takes the name from %s, and nothing of a path", async (disposition, name) => {
    const peer = await listen(() => reply("200 OK", [`Content-Disposition: ${disposition}`], "hi"));
    await run([`${peer.url}/plain`, "-O", "-J", "--output-dir", folder]);
    expect(await text(name)).toBe("hi");
  });

  test("-J never writes over a file that is there", async () => {
    const peer = await listen(() => reply("200 OK", ["Content-Disposition: a; filename=x"], "new"));
    await writeFile(at("x"), "old");
    const outcome = await run([peer.url, "-O", "-J", "--output-dir", folder]);
    expect(outcome).toMatchObject({ code: 23, failure: { kind: "storage", code: "EEXIST" } });
    expect(await text("x")).toBe("old");
  });

  test.each([
    ["--raw", "3;a=b\r\nabc\r\n0\r\nX: y\r\n\r\n"],
    ["--raw-body", "abc"],
  ])("%s prints the body as it came", async (option, body) => {
    const head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n";
    const bytes = `HTTP/1.1 103 Hints\r\n\r\n${head}3;a=b\r\nabc\r\n0\r\nX: y\r\n\r\n`;
    expect(await run([(await listen(() => ({ bytes }))).url, option])).toMatchObject({ code: 0 });
    expect(await text("body")).toBe(body);
  });

  test("--no-clobber takes the next name", async () => {
    const peer = await listen(() => reply("200 OK", [], "new"));
    await writeFile(at("x"), "old");
    await run([peer.url, "-o", at("x"), "--no-clobber"]);
    expect([await text("x"), await text("x.1")]).toEqual(["old", "new"]);
  });

  test("a redirect on the way to the rest of a file decides nothing", async () => {
    const peer = await listen(({ head }) =>
      head.startsWith("GET /to ")
        ? reply("206 Partial Content", ["Content-Range: bytes 2-3/4"], "cd")
        : reply("302 Found", ["Location: /to"], "not this"),
    );
    await writeFile(at("x"), "ab");
    expect(await run([peer.url, "-L", "-C", "-", "-o", at("x")])).toMatchObject({ code: 0 });
    expect(await text("x")).toBe("abcd");
  });

  test("a file that is whole is no failure, with --fail either", async () => {
    const peer = await listen(() => reply("416 No", ["Content-Range: bytes */2"], "bad"));
    await writeFile(at("x"), "ab");
    expect(await run([peer.url, "-f", "-C", "-", "-o", at("x")])).toMatchObject({ code: 0 });
    expect(await text("x")).toBe("ab");
  });

  test("--retry leaves nothing of an earlier try in the file", async () => {
    let tries = 0;
    const peer = await listen(() =>
      (tries += 1) === 1
        ? reply("503 Later", ["Retry-After: 0"], "no")
        : reply("200 OK", [], "yes"),
    );
    await run([peer.url, "--retry", "1", "-i", "-o", at("x")]);
    expect(await text("x")).toBe("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes");
  });

  test("what is sent again on a new connection leaves the head of an answered challenge in the file", async () => {
    const peer = await listen(({ field }) =>
      field("authorization") === undefined
        ? (socket) => {
            socket.write(
              'HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm="r", nonce="n"\r\nContent-Length: 0\r\n\r\n',
            );
            // Closed without having said so, once the head is out.
            socket.end();
          }
        : reply("200 OK", [], "in"),
    );
    await run([peer.url, "-u", "a:b", "--digest", "-i", "-o", at("x")]);
    expect((await text("x")).match(/HTTP.1.1 \d+/g)).toEqual(["HTTP/1.1 401", "HTTP/1.1 200"]);
  });

  test("what a proxy says that makes no tunnel is not the server's answer", async () => {
    const peer = await listen(() => reply("405 No", [], "not for you"));
    const words = ["--noproxy", "", "-x", peer.url, "-p", "-D", at("heads"), "http://h.test/"];
    const { code } = await run([...words, "-w", "%{stderr}%{http_code} %{http_connect}"]);
    expect(code).toBe(56);
    expect(await text("heads")).toContain("405 No");
    expect(await readdir(folder)).not.toContain("body");
    expect(await text("messages")).toBe("000 405");
    const quiet = ["--suppress-connect-headers", "-D", at("none")];
    expect((await run([...words, ...quiet])).code).toBe(56);
    expect(await text("none")).toBe("");
  });

  test("-R gives the file the time of what was sent", async () => {
    const peer = await listen(() =>
      reply("200 OK", ["Last-Modified: Fri, 02 Jan 2026 03:04:05 GMT"], "hi"),
    );
    await run([peer.url, "-R", "-o", at("x")]);
    expect((await stat(at("x"))).mtime).toEqual(new Date("2026-01-02T03:04:05Z"));
  });

  test("a typed multipart type gets the boundary of its form", async () => {
    const peer = await listen(() => reply("200 OK", [], "hi"));
    await run([peer.url, "-F", "a=b", "-H", "content-type: multipart/mixed; charset=utf-8"]);
    const [request] = peer.requests;
    const boundary = /boundary=(\S+)/.exec(request?.field("content-type") ?? "")?.[1] ?? "none";
    expect(request?.bytes.toString()).toContain(`\r\n\r\n--${boundary}\r\n`);
  });

  test("--remove-on-error leaves no half file", async () => {
    const half = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf";
    const peer = await listen(() => ({ bytes: half, close: true }));
    expect(await run([peer.url, "-o", at("kept")])).toMatchObject({ code: 18 });
    expect(await text("kept")).toBe("half");
    expect(await run([peer.url, "-o", at("gone"), "--remove-on-error"])).toMatchObject({
      code: 18,
    });
    expect(await readdir(folder)).not.toContain("gone");
  });
});

describe("--continue-at", () => {
  const whole = "0123456789";
  const ranged = (request: SeenRequest): Answer => {
    const from = Number(/bytes=(\d+)-/.exec(request.field("Range") ?? "")?.[1] ?? Number.NaN);
    if (Number.isNaN(from)) return reply("200 OK", [], whole);
    if (from >= whole.length) return reply("416 Range Not Satisfiable", [], "");
    const range = `Content-Range: bytes ${from}-${whole.length - 1}/${whole.length}`;
    return reply("206 Partial Content", [range], whole.slice(from));
  };

  test("- goes on where the file ends", async () => {
    const peer = await listen(ranged);
    await writeFile(at("x"), "0123");
    expect(await run([peer.url, "-C", "-", "-o", at("x")])).toEqual({
      code: 0,
      failure: null,
      kept: [],
    });
    expect(peer.requests[0]?.field("Range")).toBe("bytes=4-");
    expect(await text("x")).toBe(whole);
    expect(await run([peer.url, "-C", "-", "-o", at("x")])).toMatchObject({ code: 0 });
    expect(await text("x")).toBe(whole);
    expect(await run([peer.url, "-C", "-", "-o", at("new")])).toMatchObject({ code: 0 });
    expect(await text("new")).toBe(whole);
  });

  test.each([
    ["the whole", reply("200 OK", [], whole)],
    ["another part", reply("206 Partial Content", ["Content-Range: bytes 3-9/10"], "3456789")],
    ["a part of nobody knows what", reply("206 Partial Content", [], "456789")],
  ])("a server that sends %s adds nothing", async (_, answer) => {
    const peer = await listen(() => answer);
    await writeFile(at("x"), "0123");
    const outcome = await run([peer.url, "-C", "-", "-o", at("x")]);
    expect(outcome).toMatchObject({ code: 33, failure: { code: "no-range" } });
    expect(await text("x")).toBe("0123");
  });
});

describe("what is told beside the body", () => {
  test("-D writes every head, -w what happened", async () => {
    const peer = await listen(({ head }) =>
      head.startsWith("GET /a")
        ? reply("302 Found", ["Location: /b", "X-Hop: 1"], "moved")
        : reply("200 OK", ["Content-Type: text/plain", "X-Hop: 2"], "here"),
    );
    const format =
      "%{stderr}%{http_code} %{num_redirects} %{content_type} %{size_download} %{url_effective} " +
      "%{method} %{scheme} %{http_version} %header{x-hop} %{nope}%% \\t%{exitcode}\\n";
    await run([`${peer.url}/a`, "-L", "-D", at("heads"), "-w", format]);
    expect(await text("body")).toBe("here");
    expect(await text("heads")).toBe(
      "HTTP/1.1 302 Found\r\nLocation: /b\r\nX-Hop: 1\r\nContent-Length: 5\r\n\r\n" +
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Hop: 2\r\nContent-Length: 4\r\n\r\n",
    );
    expect(await text("messages")).toBe(`200 1 text/plain 4 ${peer.url}/b GET http 1.1 2 % \t0\n`);
  });

  test("-w as JSON, and from a file", async () => {
    const peer = await listen(() => reply("404 Not Found", ["A: 1", "a: 2"], "no"));
    await writeFile(at("format"), "%{stderr}[%{json},%{header_json}]");
    expect(await run([peer.url, "-f", "-w", `@${at("format")}`])).toMatchObject({ code: 22 });
    const told: unknown = JSON.parse(await text("messages"));
    expect(told).toMatchObject([
      {
        http_code: 404,
        exitcode: 22,
        errormsg: "The server answered 404, an error.",
        size_download: 0,
        num_connects: 1,
      },
      { a: ["1", "2"], "content-length": ["2"] },
    ]);
  });

  test("-w knows the parts of URLs, what was written, every field of a name, the time and files", async () => {
    const peer = await listen(({ head }) =>
      head.startsWith("GET /a")
        ? reply("302 Found", ["Location: /b?x", "X-Hop: 1"], "moved")
        : reply("200 OK", ["X-Hop: 2"], "here"),
    );
    const port = new URL(peer.url).port;
    const format =
      "%{stderr}%{url.path}|%{url.user}|%{url.password}|%{url.port}|%{url.fragment}|%{urle.path}|%{urle.query}|" +
      "%{size_delivered}|%header{x-hop:all:, }|%{proxy_used}|%{num_certs}|%time{%Z}" +
      `%output{${at("out")}}%{http_code}%output{>>${at("out")}} more%output{${at("empty")}}`;
    await run([`http://me:secret@127.0.0.1:${port}/a#part`, "-L", "-w", format]);
    expect(await text("messages")).toBe(`/a|me|secret|${port}|part|/b|x|4|1, 2|0|0|GMT`);
    expect(await text("out")).toBe("200 more");
    expect(await text("empty")).toBe("");
  });

  test("%{onerror} is told of failures only, with what could be known", async () => {
    const format = "%{stderr}%{onerror}failed %{exitcode} %{http_code} %{errormsg}";
    const outcome = await run(["http://127.0.0.1:1/", "-w", format]);
    expect(outcome.code).toBe(7);
    expect(await text("messages")).toBe(`failed 7 000 ${outcome.failure?.message}`);
  });

  test("--trace-ascii shows the lines, --trace-time when", async () => {
    const peer = await listen(() => reply("200 OK", [], "hi"));
    await run([peer.url, "--trace-ascii", at("trace"), "--trace-time", "-v"]);
    const trace = await text("trace");
    expect(trace).toMatch(/^\d\d:\d\d:\d\d\.\d{6} => Sent \d+ bytes .*\n0000: GET \/ HTTP\/1\.1\n/);
    expect(trace).toMatch(/\n0000: HTTP\/1\.1 200 OK\n0011: Content-Length: 2\n0024: \n0026: hi\n/);
    expect(await text("messages")).toMatch(/^\d\d:\d\d:\d\d\.\d{6} \* /m);
  });

  test("--fail hides the body of an error, --fail-with-body does not", async () => {
    const peer = await listen(() => reply("500 No", [], "why"));
    expect(await run([peer.url, "-f", "-o", at("a")])).toMatchObject({ code: 22 });
    expect(await readdir(folder)).not.toContain("a");
    expect(await run([peer.url, "--fail-with-body", "-o", at("b")])).toMatchObject({ code: 22 });
    expect(await text("b")).toBe("why");
  });

  test("-i and -D give heads byte for byte, and trailers behind the body", async () => {
    const head = "HTTP/1.1  200 So so \nX:a\r\nx :  b \r\nTransfer-Encoding: chunked\r\n\r\n";
    const peer = await listen(() => ({
      bytes: `HTTP/1.1 103 Hints\nLink: x\n\n${head}2\r\nhi\r\n0\r\nT:  1\r\n\r\n`,
    }));
    await run([peer.url, "-i", "-D", at("heads")]);
    const heads = `HTTP/1.1 103 Hints\nLink: x\n\n${head}`;
    expect(await text("body")).toBe(`${heads}hiT: 1\r\n`);
    expect(await text("heads")).toBe(`${heads}T: 1\r\n`);
  });

  test("-i makes up no head for a reply without one", async () => {
    const peer = await listen(() => ({ bytes: "just text", close: true }));
    await run([peer.url, "-i", "--http0.9"]);
    expect(await text("body")).toBe("just text");
  });

  test("what --fail and --continue-at do not want is not waited for", async () => {
    const peer = await listen(({ head }) => ({
      bytes: head.startsWith("GET /missing")
        ? "HTTP/1.1 404 No\r\n\r\nwhy"
        : "HTTP/1.1 200 OK\r\n\r\nall of it",
    }));
    expect(await run([`${peer.url}/missing`, "-f"])).toMatchObject({ code: 22 });
    expect(await run([peer.url, "-C", "3"])).toMatchObject({ code: 33 });
  });

  test("--etag-save keeps the ETag and --etag-compare asks with it; -z asks by time; -r 4 goes to the end", async () => {
    const peer = await listen(({ field }) =>
      field("If-None-Match") === 'W/"1"'
        ? { bytes: 'HTTP/1.1 304 Not Modified\r\nETag: W/"1"\r\n\r\n' }
        : reply("200 OK", ['ETag: W/"1"'], "hi"),
    );
    const etag = ["--etag-save", at("etag"), "--etag-compare", at("etag")];
    await run([peer.url, ...etag]);
    expect(await text("etag")).toBe('W/"1"\n');
    await run([peer.url, ...etag]);
    expect(await text("body")).toBe("hi");
    expect(peer.requests.map(({ field }) => field("If-None-Match"))).toEqual(['""', 'W/"1"']);
    await run([peer.url, "-z", "-2026-01-31 12:00 GMT", "-r", "4"]);
    const last = peer.requests.at(-1);
    expect(last?.field("If-Unmodified-Since")).toBe("Sat, 31 Jan 2026 12:00:00 GMT");
    expect(last?.field("Range")).toBe("bytes=4-");
    await expect(run([peer.url, "-z", "soon"])).rejects.toMatchObject({
      failure: { place: "--time-cond" },
    });
  });

  test("--etag-save at a place that cannot be written sends nothing", async () => {
    const peer = await listen(() => reply("200 OK", [], "hi"));
    await expect(run([peer.url, "--etag-save", at("nowhere/etag")])).rejects.toMatchObject({
      failure: { kind: "storage", place: "--etag-save" },
    });
    expect(peer.requests).toEqual([]);
  });

  test("a body said to be longer than --max-filesize is not begun, and makes no file", async () => {
    const peer = await listen(() => reply("200 OK", [], "four"));
    expect(await run([peer.url, "--max-filesize", "3", "-o", at("large")])).toMatchObject({
      code: 63,
      failure: { code: "body-too-large" },
    });
    expect(await readdir(folder)).not.toContain("large");
  });
});
