import net from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cookieName } from "./access.ts";
import { type LoopbackServer, startServer } from "./server.ts";

// Every request is text on a real socket: no client library corrects what a hostile one would send.

let server: LoopbackServer;
let other: LoopbackServer;
let authority = "";
let port = 0;
let cookie = "";
let links = 0;
let opened = 0;

const start = () =>
  startServer({
    port: 0,
    files: new Map(),
    openContent: async () => {
      opened += 1;
      return null;
    },
    accept: (link) => {
      links += 1;
      link.close();
    },
  });

beforeAll(async () => {
  server = await start();
  other = await start();
  authority = server.origin.slice("http://".length);
  port = Number(authority.split(":")[1]);
  const answer = await send(get(`/?${server.url.split("?")[1]}`, [`Host: ${authority}`]));
  cookie = /Set-Cookie: ([^;]+)/.exec(answer)?.[1] ?? "";
});
afterAll(async () => {
  await server.close();
  await other.close();
});

function send(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => socket.write(text, "latin1"));
    let answer = "";
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      answer += chunk;
      // An accepted upgrade stays open: the head says all.
      if (answer.includes("\r\n\r\n")) socket.end();
    });
    socket.on("error", () => resolve(answer));
    socket.on("close", () => resolve(answer));
  });
}

function get(target: string, fields: readonly string[], method = "GET", version = "1.1"): string {
  return `${method} ${target} HTTP/${version}\r\n${fields.map((field) => `${field}\r\n`).join("")}\r\n`;
}

const upgrade = [
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
];

/** `H` is the right Host, `C` the right Cookie, `O` the right Origin. */
function fields(names: readonly string[]): string[] {
  return names.flatMap((name) => {
    if (name === "H") return [`Host: ${authority}`];
    if (name === "C") return [`Cookie: ${cookie}`];
    if (name === "O") return [`Origin: http://${authority}`];
    return name === "WS" ? upgrade : [name.replaceAll("PORT", String(port))];
  });
}

const status = (answer: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0);

describe("what the page itself asks is served", () => {
  test.each([
    ["a page", "/alive", ["H", "C"], 200],
    ["with its Origin and site", "/alive", ["H", "C", "O", "Sec-Fetch-Site: same-origin"], 200],
    ["a page that is not there", "/nothing", ["H", "C"], 404],
    ["the start page, typed", "/", ["H", "C", "Sec-Fetch-Site: none"], 404],
    ["a used token beside a session", "/?token=abc", ["H", "C"], 303],
    ["the link", "/link", ["H", "C", "O", "WS"], 101],
    ["a cookie among others", "/alive", ["H", "Cookie: a=b; CPLACE; c=d"], 200],
  ] as const)("%s", async (_name, target, names, wanted) => {
    const filled = fields(names).map((field) => field.replace("CPLACE", cookie));
    expect(status(await send(get(target, filled)))).toBe(wanted);
  });
});

/** name, target, fields, status[, method, version] */
type Hostile = readonly [string, string, readonly string[], number, string?, string?];

const hostile: readonly Hostile[] = [
  ["no cookie", "/alive", ["H"], 403],
  ["an empty cookie", "/alive", ["H", "Cookie: "], 403],
  ["a wrong session", "/alive", ["H", "Cookie: envoi-PORT=AAAA"], 403],
  ["a session of the right length", "/alive", ["H", `Cookie: envoi-PORT=${"A".repeat(43)}`], 403],
  ["a session in another cookie", "/alive", ["H", "Cookie: session=SECRET"], 403],
  ["two cookies of our name", "/alive", ["H", "C", "Cookie: envoi-PORT=x"], 403],
  ["no token and no cookie", "/", ["H"], 403],
  ["a wrong token", "/?token=AAAA", ["H"], 403],
  ["an empty token", "/?token=", ["H"], 403],
  ["the token a second time", "/?TOKEN", ["H"], 403],
  ["two tokens", "/?TOKEN&token=x", ["H"], 403],
  ["the token of another Envoi", "/?OTHER", ["H"], 403],
  ["a token on another path", "/body/abc?OTHER", ["H"], 403],
  ["a token in a header", "/", ["H", "Authorization: Bearer TOKEN"], 403],
  ["a fresh token, prefetched", "/?OTHER", ["H", "Sec-Purpose: prefetch"], 403],
  ["no Host", "/alive", ["C"], 400],
  ["no Host, HTTP/1.0", "/alive", ["C"], 421, "GET", "1.0"],
  ["localhost", "/alive", ["Host: localhost:PORT", "C"], 421],
  ["a rebinding name", "/alive", ["Host: rebind.test:PORT", "C"], 421],
  ["a rebinding name that looks like us", "/alive", ["Host: 127.0.0.1.rebind.test:PORT", "C"], 421],
  ["us without port", "/alive", ["Host: 127.0.0.1", "C"], 421],
  ["another port", "/alive", ["Host: 127.0.0.1:1", "C"], 421],
  ["another loopback address", "/alive", ["Host: 127.0.0.2:PORT", "C"], 421],
  ["IPv6 loopback", "/alive", ["Host: [::1]:PORT", "C"], 421],
  ["IPv4 in IPv6", "/alive", ["Host: [::ffff:127.0.0.1]:PORT", "C"], 421],
  ["an address as one number", "/alive", ["Host: 2130706433:PORT", "C"], 421],
  ["a short address", "/alive", ["Host: 127.1:PORT", "C"], 421],
  ["0.0.0.0", "/alive", ["Host: 0.0.0.0:PORT", "C"], 421],
  ["a trailing dot", "/alive", ["Host: 127.0.0.1.:PORT", "C"], 421],
  ["userinfo in Host", "/alive", ["Host: a@127.0.0.1:PORT", "C"], 421],
  ["two Hosts, ours first", "/alive", ["H", "Host: evil.test", "C"], 421],
  ["two Hosts, ours last", "/alive", ["Host: evil.test", "H", "C"], 421],
  ["the same Host twice", "/alive", ["H", "H", "C"], 421],
  ["a list of Hosts", "/alive", ["Host: 127.0.0.1:PORT, evil.test", "C"], 421],
  [
    "X-Forwarded-Host instead",
    "/alive",
    ["Host: evil.test", "X-Forwarded-Host: 127.0.0.1:PORT", "C"],
    421,
  ],
  ["absolute-form elsewhere", "http://evil.test/alive", ["H", "C"], 400],
  ["absolute-form of us", "http://127.0.0.1:PORT/alive", ["H", "C"], 400],
  ["a target with two slashes", "//evil.test/alive", ["H", "C"], 400],
  ["a target with a backslash", "/\\evil.test", ["H", "C"], 400],
  ["asterisk-form", "*", ["H", "C"], 405, "OPTIONS"],
  ["authority-form", "127.0.0.1:PORT", ["H", "C"], 405, "CONNECT"],
  ["a fragment in the target", "/alive#x", ["H", "C"], 400],
  ["bytes that are not ASCII in the target", "/alive\xe9", ["H", "C"], 400],
  ["a foreign Origin", "/alive", ["H", "C", "Origin: http://evil.test"], 403],
  ["Origin null", "/alive", ["H", "C", "Origin: null"], 403],
  ["Origin of another port", "/alive", ["H", "C", "Origin: http://127.0.0.1:1"], 403],
  ["Origin with https", "/alive", ["H", "C", "Origin: https://127.0.0.1:PORT"], 403],
  ["Origin localhost", "/alive", ["H", "C", "Origin: http://localhost:PORT"], 403],
  ["two Origins", "/alive", ["H", "C", "O", "Origin: http://evil.test"], 403],
  ["a cross-site fetch", "/body/abc", ["H", "C", "Sec-Fetch-Site: cross-site"], 403],
  ["another port of this machine", "/body/abc", ["H", "C", "Sec-Fetch-Site: same-site"], 403],
  ["a body typed into a browser", "/body/abc", ["H", "C", "Sec-Fetch-Site: none"], 403],
  ["a link to us from elsewhere", "/", ["H", "C", "Sec-Fetch-Site: cross-site"], 403],
  ["a site nobody knows", "/alive", ["H", "C", "Sec-Fetch-Site: other"], 403],
  [
    "a text/plain form",
    "/alive",
    ["H", "C", "Content-Type: text/plain", "Content-Length: 0"],
    405,
    "POST",
  ],
  [
    "a preflight",
    "/alive",
    ["H", "Origin: http://evil.test", "Access-Control-Request-Method: GET"],
    405,
    "OPTIONS",
  ],
  [
    "a private network preflight",
    "/",
    ["H", "Access-Control-Request-Private-Network: true"],
    405,
    "OPTIONS",
  ],
  ["TRACE", "/alive", ["H", "C"], 405, "TRACE"],
  ["PUT", "/alive", ["H", "C"], 405, "PUT"],
  ["DELETE", "/alive", ["H", "C"], 405, "DELETE"],
  ["a GET with a body", "/alive", ["H", "C", "Content-Length: 5"], 400],
  ["a GET with chunks", "/alive", ["H", "C", "Transfer-Encoding: chunked"], 400],
  [
    "a body that waits to be asked for",
    "/alive",
    ["H", "C", "Expect: 100-continue", "Content-Length: 5"],
    400,
  ],
  ["both lengths", "/alive", ["H", "C", "Content-Length: 5", "Transfer-Encoding: chunked"], 400],
  ["the link without Origin", "/link", ["H", "C", "WS"], 403],
  ["the link from elsewhere", "/link", ["H", "C", "WS", "Origin: http://evil.test"], 403],
  ["the link from a sandbox", "/link", ["H", "C", "WS", "Origin: null"], 403],
  ["the link from another port", "/link", ["H", "C", "WS", "Origin: http://127.0.0.1:1"], 403],
  ["the link without cookie", "/link", ["H", "O", "WS"], 403],
  ["the link with a wrong cookie", "/link", ["H", "O", "WS", "Cookie: envoi-PORT=x"], 403],
  [
    "the link by a rebinding name",
    "/link",
    ["Host: rebind.test:PORT", "C", "WS", "Origin: http://rebind.test:PORT"],
    421,
  ],
  ["the link from another site", "/link", ["H", "C", "O", "WS", "Sec-Fetch-Site: cross-site"], 403],
  ["the link without upgrade", "/link", ["H", "C", "O"], 400],
  ["another path upgraded", "/alive", ["H", "C", "O", "WS"], 400],
  [
    "an upgrade to h2c",
    "/alive",
    ["H", "C", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c"],
    400,
  ],
  ["the link by POST", "/link", ["H", "C", "O", "WS", "Content-Length: 0"], 405, "POST"],
  ["an old WebSocket", "/link", ["H", "C", "O", "WS7"], 400],
  ["a header that is no header", "/alive", ["H", "C", "no colon"], 400],
  ["a header split by a bare CR", "/alive", ["H", "C", "X: a\rY: b"], 400],
  ["64 KB of headers", "/alive", ["H", "C", `X: ${"x".repeat(65_536)}`], 400],
];

describe("what anybody else asks is refused", () => {
  test("there are at least forty kinds", () => {
    expect(new Set(hostile.map(([name]) => name)).size).toBe(hostile.length);
    expect(hostile.length).toBeGreaterThanOrEqual(40);
  });

  test.each(hostile.map((kind) => ({ name: kind[0], kind })))("$name", async ({ kind }) => {
    const [, target, names, wanted, method, version] = kind;
    const before = { links, opened };
    const filled = fields(names).map((field) =>
      field
        .replace("SECRET", cookie.split("=")[1] ?? "")
        .replace("TOKEN", server.url.split("token=")[1] ?? "")
        .replace(/^WS7$/, upgrade.join("\r\n").replace("Version: 13", "Version: 7")),
    );
    const address = target
      .replace("PORT", String(port))
      .replace("TOKEN", server.url.split("?")[1] ?? "")
      .replace("OTHER", other.url.split("?")[1] ?? "");
    const answer = await send(get(address, filled, method, version));
    expect(status(answer)).toBe(wanted);
    expect(answer).not.toMatch(/set-cookie|access-control-allow|location:/i);
    expect(answer.toLowerCase()).not.toContain(cookie.split("=")[1]?.toLowerCase());
    expect({ links, opened }).toEqual(before);
  });
});

test("a prefetch does not spend the token, the first real visit does", async () => {
  const own = await start();
  const host = own.origin.slice("http://".length);
  const address = `/?${own.url.split("?")[1]}`;
  const visit = async (more: readonly string[]) => {
    const response = await new Promise<string>((resolve) => {
      const socket = net.connect(Number(host.split(":")[1]), "127.0.0.1", () =>
        socket.end(get(address, [`Host: ${host}`, "Connection: close", ...more])),
      );
      let text = "";
      socket.on("data", (chunk) => (text += chunk.toString("latin1")));
      socket.on("close", () => resolve(text));
    });
    return response;
  };
  expect(status(await visit(["Sec-Purpose: prefetch;prerender"]))).toBe(403);
  const first = await visit(["Sec-Fetch-Site: none"]);
  expect(status(first)).toBe(303);
  expect(first).toMatch(
    new RegExp(`Set-Cookie: ${cookieName(host)}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/\r\n`),
  );
  expect(first).toContain("Location: /\r\n");
  expect(status(await visit(["Sec-Fetch-Site: none"]))).toBe(403);
  await own.close();
});

test("listens on 127.0.0.1 only, on a port of its own, with a token of 256 bits", async () => {
  expect(authority).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(port).toBeGreaterThan(1023);
  expect(Buffer.from(server.url.split("token=")[1] ?? "", "base64url").length).toBe(32);
  const refused = (host: string) =>
    new Promise<boolean>((resolve) => {
      const socket = net.connect(port, host, () => resolve(false));
      socket.on("error", () => resolve(true));
    });
  expect(await refused("127.0.0.2")).toBe(true);
  expect(await refused("::1")).toBe(true);
});
