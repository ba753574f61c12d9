import { expect, test } from "./fixtures.ts";
import { type Script, startScripted } from "./peers/scripted.ts";

// A reply that breaks the rules is shown: its bytes in Wire, and a fault with its name.

const head = (...lines: readonly string[]) => `${lines.join("\r\n")}\r\n\r\n`;
const ok = "HTTP/1.1 200 OK";
const many = Array.from({ length: 100_000 }, (_, index) => `X-${index}: ${index}`);

interface Case extends Script {
  /** The named fault. */
  readonly fault: string | RegExp;
  /** What of the bytes Wire draws. */
  readonly drawn: string;
}

const cases: Readonly<Record<string, Case>> = {
  "chunk cut short": {
    bytes: `${head(ok, "Transfer-Encoding: chunked")}5\r\nhello\r\nff\r\nnot all of it`,
    fault: "The connection ended inside a chunk.",
    drawn: "not all of it",
  },
  "chunk size": {
    bytes: `${head(ok, "Transfer-Encoding: chunked")}5\r\nhello\r\nzz\r\n`,
    fault: "A chunk does not begin with its size in hex.",
    drawn: "zz",
  },
  "status line": {
    bytes: `${head("HTTP/1.1 OK 200", "Content-Length: 2")}hi`,
    fault: "The status code is not a number.",
    drawn: "HTTP/1.1 OK 200",
  },
  "line feeds": {
    bytes: "HTTP/1.1 200 OK\nContent-Length: 3\n\nLF\n",
    fault: "A line ends with LF alone.",
    drawn: "Content-Length: 3",
  },
  "two framings": {
    bytes: `${head(ok, "Content-Length: 3", "Transfer-Encoding: chunked")}5\r\nhello\r\n0\r\n\r\n`,
    fault: "Both Content-Length and Transfer-Encoding are there",
    drawn: "Transfer-Encoding: chunked",
  },
  "two lengths": {
    bytes: `${head(ok, "Content-Length: 5", "Content-Length: 7")}hello`,
    fault: "There are two Content-Lengths, and they differ.",
    drawn: "Content-Length: 7",
  },
  nul: {
    bytes: `${head(ok, "X-Nul: a\0b", "Content-Length: 2")}ok`,
    fault: "A header line holds a NUL.",
    drawn: "X-Nul: a",
  },
  "space before colon": {
    bytes: `${head(ok, "X-Odd : yes", "Content-Length: 2")}ok`,
    fault: "There is white space before the colon of a header.",
    drawn: "X-Odd : yes",
  },
  "100k headers": {
    bytes: `${head(ok, ...many, "Content-Length: 2")}ok`,
    fault: "There are more headers than are read.",
    drawn: "X-3: 3",
  },
  "body cut off": {
    bytes: `${head(ok, "Content-Length: 40")}only this much arrives`,
    fault: "The connection ended before Content-Length bytes had come.",
    drawn: "only this much arrives",
  },
  garbage: {
    bytes: "\x16\x03\x01 220 smtp.example ESMTP\r\nnothing of HTTP\r\n\r\n",
    fault: "The reply is not HTTP.",
    drawn: "nothing of HTTP",
  },
  "head cut off": {
    bytes: "HTTP/1.1 200 OK\r\nX-Half: of a li",
    fault: "The connection ended inside the head.",
    drawn: "X-Half: of a li",
  },
  "empty reply": {
    bytes: "",
    fault: "The server closed the connection without a reply.",
    drawn: "GET /empty%20reply HTTP/1.1",
  },
  "reset at once": {
    bytes: "",
    end: "reset",
    fault: "ECONNRESET",
    drawn: "GET /reset%20at%20once HTTP/1.1",
  },
  "reset in the body": {
    bytes: `${head(ok, "Content-Length: 4000")}then the line went dead`,
    end: "reset",
    // By the reset or by what is missing: whichever the system tells of first.
    fault: /ECONNRESET|The connection ended before Content-Length bytes had come/,
    drawn: "then the line went dead",
  },
};

const names = Object.keys(cases);
for (const some of [names.slice(0, 5), names.slice(5, 10), names.slice(10)]) {
  test(`shown with a named fault: ${some.join(", ")}`, async ({ app }) => {
    const peer = await startScripted({ ...cases, fine: { bytes: `${head(ok, "X-Fine: 1")}fine` } });
    try {
      for (const name of some) {
        const { bytes, fault, drawn } = cases[name] ?? { bytes: "", fault: "", drawn: "" };
        await app.newRequest();
        await app.request.setUrl(`${peer.url}/${encodeURIComponent(name)}`);
        await app.request.send();
        await expect(app.response.pane, name).toContainText(fault);
        const record = (await app.response.saveRecord()).toString("latin1");
        // toBe on a megabyte would print all of it.
        expect(record.endsWith(bytes.toString()), `${name}: all bytes are in the record`).toBe(
          true,
        );
        await expect(app.response.wire, name).toContainText(drawn);
      }
      await app.newRequest();
      await app.request.setUrl(`${peer.url}/fine`);
      await app.request.send();
      await expect(app.response.status).toHaveText(/200 OK/);
      await expect(app.response.faults).toHaveCount(0);
    } finally {
      await peer.close();
    }
  });
}
