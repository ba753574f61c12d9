import { describe, expect, test } from "vitest";
import type { HttpRequest } from "../../../model/request.ts";
import { readRequest } from "../../opencollection/request.ts";
import { importText, onlyCollection, requestsOf } from "../import.testing.ts";

const all = (text: string): readonly HttpRequest[] =>
  requestsOf(onlyCollection(importText(text, "")).children).map(({ item }) =>
    readRequest(item.data),
  );
const one = (text: string): HttpRequest => {
  const [request, ...rest] = all(text);
  if (request === undefined || rest.length > 0) throw new Error(`${rest.length} requests too many`);
  return request;
};
const codes = (text: string) => importText(text, "").notes.map(({ code }) => code);

/** What stood in the page: a quote, a backslash, what a shell would read, the prompt's own signs. */
const typed = String.raw`a "q" \ 's' $HOME %PATH% ^ ! & {x} end\ `.trim();

describe("Chromium, with the address behind --url", () => {
  test("bash: globs of the address are escaped for curl", () => {
    const request = one(String.raw`curl --url 'http://h/a?b=\{x,y\}&c=\[1-3\]&d=e\f' \
  -H 'X-Empty;' \
  -b $'sid=a%20b$c; q="x\'z"' \
  --data-raw $'a\u0021 \\ \'s\'\n\u0009'`);
    expect(request).toMatchObject({
      method: "POST",
      url: String.raw`http://h/a?b={x,y}&c=[1-3]&d=e\f`,
      headers: [
        { name: "X-Empty", value: "" },
        { name: "Cookie", value: `sid=a%20b$c; q="x'z"` },
        { name: "Content-Type" },
      ],
      body: { kind: "text", text: "a! \\ 's'\n\t" },
    });
  });

  test("cmd: backslashes twice, but before the address's brackets", () => {
    const request = one(String.raw`curl --url ^"http://h/a?b=c^\^\d^&e=^\{x^\}^\[1-3^\]^&f=^%^41^" ^
  -X ^"PUT^" ^
  -H ^"X-Odd: a ^\^"q^\^" ^\^\ 's' ^$HOME ^%^PATH^% ^^ ^! ^& ^{x^} end^\^\^" ^
  -H ^"Content-Type: application/json^" ^
  --data-raw ^"^{^\^"k^\^":^\^"v^\^\nw^\^\^\^"^\^"^}^"`);
    expect(request).toMatchObject({
      method: "PUT",
      url: String.raw`http://h/a?b=c\d&e={x}[1-3]&f=%41`,
      headers: [{ name: "X-Odd", value: typed }, { name: "Content-Type" }],
      body: { kind: "json", text: String.raw`{"k":"v\nw\""}` },
    });
  });

  test("cmd: a form of parts gets its line breaks back", () => {
    const lines = [
      'curl --url ^"http://h/f^" ^',
      '  -H ^"Content-Type: multipart/form-data; boundary=----WebKit1^" ^',
      '  --data-raw ^"------WebKit1^',
      "",
      'Content-Disposition: form-data; name=^\\^"a^\\^"^',
      "",
      "^",
      "",
      "1^",
      "",
      "------WebKit1--^",
      "",
      '^"',
    ];
    expect(one(lines.join("\n")).body).toEqual({
      kind: "multipart",
      parts: [{ name: "a", kind: "text", value: "1", paths: [] }],
    });
  });

  test("all as cURL: one request for each command", () => {
    const bash = "curl --url 'http://h/1' ;\ncurl --url 'http://h/2' \\\n  -X 'DELETE'";
    const cmd = 'curl --url ^"http://h/1^" &\r\ncurl --url ^"http://h/2^" ^\r\n  -X ^"DELETE^"';
    for (const text of [bash, cmd])
      expect(all(text).map(({ method, url }) => `${method} ${url}`)).toEqual([
        "GET http://h/1",
        "DELETE http://h/2",
      ]);
  });

  test("PowerShell: each session has its own cookies, a form of parts is one", () => {
    const session = (value: string) =>
      `$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n$session.Cookies.Add((New-Object System.Net.Cookie("a", "${value}", "/", "h")))\n`;
    const form =
      '--B$([char]13)$([char]10)Content-Disposition: form-data; name=`"up`"; filename=`"x.txt`"$([char]13)$([char]10)Content-Type: text/plain$([char]13)$([char]10)$([char]13)$([char]10)$([char]13)$([char]10)--B--$([char]13)$([char]10)';
    const text = `${session("1")}Invoke-WebRequest -UseBasicParsing -Uri "http://h/1" -WebSession $session;\n${session("2")}Invoke-WebRequest -UseBasicParsing -Uri "http://h/2" \`\n-Method "POST" \`\n-WebSession $session \`\n-ContentType "multipart/form-data; boundary=B" \`\n-Body ([System.Text.Encoding]::UTF8.GetBytes("${form}"))`;
    const [first, second] = all(text);
    expect(first?.headers).toEqual([{ name: "Cookie", value: "a=1" }]);
    expect(second?.headers).toEqual([{ name: "Cookie", value: "a=2" }]);
    expect(second?.body).toMatchObject({
      kind: "multipart",
      parts: [{ name: "up", kind: "file", paths: ["x.txt"], contentType: "text/plain" }],
    });
  });
});

describe("Firefox", () => {
  test("bash: letters of Latin-1 as one byte each", () => {
    const body = (escaped: string) => one(`curl 'http://h/' --data-raw $'${escaped}'`).body;
    expect(body(String.raw`gr\xfc\xdf \u65e5 \041`)).toMatchObject({ text: "grüß 日 !" });
    expect(body(String.raw`gr\xc3\xbc\xc3\x9f`)).toMatchObject({ text: "grüß" });
    expect(body(String.raw`\xef\xbb\xbf{}`)).toMatchObject({ text: "\ufeff{}" });
  });
});

describe("fetch", () => {
  const init = {
    headers: { accept: "*/*", "content-type": "application/json", "x-odd": typed },
    referrer: "http://h/page",
    body: '{"a":"é\\n"}',
    method: "PUT",
    mode: "cors",
    credentials: "include",
  };

  test("as Chromium and Firefox copy it", () => {
    const call = `fetch("http://h/a?b=(1)", ${JSON.stringify(init, null, 2)});`;
    for (const text of [call, `await ${call}`]) {
      expect(one(text)).toMatchObject({
        method: "PUT",
        url: "http://h/a?b=(1)",
        headers: [
          { name: "accept", value: "*/*" },
          { name: "content-type", value: "application/json" },
          { name: "x-odd", value: typed },
          { name: "Referer", value: "http://h/page" },
        ],
        body: { kind: "json", text: '{"a":"é\\n"}' },
      });
      expect(codes(text)).toEqual(["cookies-of-browser"]);
    }
  });

  test("for Node, several at once, a body without a type", () => {
    const text = `fetch("http://h/1", {"headers": {"cookie": "a=1", "Referer": "http://h/"}, "body": null, "method": "GET"}) ;
fetch("http://other/2", {"referrer": "http://h/page", "body": ") text", "method": "POST"})`;
    const [first, second] = all(text);
    expect(first).toMatchObject({ body: { kind: "none" }, headers: { length: 2 } });
    expect(second).toMatchObject({
      headers: [
        { name: "Referer", value: "http://h/" },
        { name: "Content-Type", value: "text/plain;charset=UTF-8" },
      ],
      body: { kind: "text", text: ") text" },
    });
    expect(codes(text)).toEqual([]);
  });

  test("a form of parts; what is no data is named", () => {
    const form = {
      headers: { "content-type": "multipart/form-data; boundary=B" },
      body: '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--B--\r\n',
      method: "POST",
      signal: null,
    };
    const request = one(`fetch("http://h/", ${JSON.stringify(form)})`);
    expect(request.body).toMatchObject({ parts: [{ name: "a", value: "1" }] });
    expect(request.headers).toEqual([]);
    const text = 'fetch("http://h/1", { body: JSON.stringify(x) });\nfetch("http://h/2")';
    const imported = importText(text, "");
    expect(requestsOf(onlyCollection(imported).children).map(({ path }) => path)).toEqual([
      "GET /2",
    ]);
    expect(imported.notes).toMatchObject([{ code: "broken-text", line: 1 }]);
  });
});
