import { describe, expect, test } from "vitest";
import type { HttpRequest } from "../../../model/request.ts";
import { mapAt, textOf } from "../../opencollection/fields.ts";
import { readRequest } from "../../opencollection/request.ts";
import { isYamlMap } from "../../yaml/data.ts";
import { importText, onlyCollection, requestAt, requestsOf } from "../import.testing.ts";

const all = (command: string): readonly HttpRequest[] =>
  requestsOf(onlyCollection(importText(command, "paste.sh")).children).map(({ item }) =>
    readRequest(item.data),
  );
const one = (command: string): HttpRequest => {
  const [request] = all(command);
  if (request === undefined) throw new Error("no request");
  return request;
};
const notes = (command: string) => importText(command, "paste.sh").notes.map((note) => note.code);

const expected = {
  method: "POST",
  url: "https://example.org/a?q=1&r=50%25",
  headers: [
    { name: "accept", value: "*/*" },
    { name: "x-quote", value: `it's "so"` },
    { name: "content-type", value: "application/json" },
  ],
  body: { kind: "json", text: '{"a":"é\n\\"b\\"","c":"100%"}' },
};

describe("what a browser copies", () => {
  test("for bash", () => {
    const command = String.raw`curl 'https://example.org/a?q=1&r=50%25' \
  -H 'accept: */*' \
  -H $'x-quote: it\'s "so"' \
  -H 'content-type: application/json' \
  --data-raw $'{"a":"\u00e9\n\\"b\\"","c":"100%"}' \
  --compressed`;
    expect(one(command)).toMatchObject(expected);
  });

  test("for the command prompt, quotes escaped", () => {
    const command = [
      `curl ^"https://example.org/a?q=1^&r=50^%25^" ^`,
      `  -H ^"accept: */*^" ^`,
      `  -H ^"x-quote: it's ^\\^"so^\\^"^" ^`,
      `  -H ^"content-type: application/json^" ^`,
      `  --data-raw ^"^{^\\^"a^\\^":^\\^"é^`,
      ``,
      `^\\^\\^\\^"b^\\^\\^\\^"^\\^",^\\^"c^\\^":^\\^"100^%^\\^"^}^" ^`,
      `  --compressed`,
    ].join("\r\n");
    expect(one(command)).toMatchObject(expected);
  });

  test("for the command prompt, a backslash that the browser wrote twice", () => {
    const command = String.raw`curl ^"https://example.org/^" ^
  --data-raw ^"^{^\^"a^\^":^\^"x^\^\ny^\^"^}^"`;
    expect(one(command)).toMatchObject({ body: { text: String.raw`{"a":"x\ny"}` } });
  });

  test("for the command prompt, plain quotes and doubled ones", () => {
    const command = `curl -X POST "https://example.org/a?q=1&r=50%25" -H "accept: */*" -H "x-quote: it's \\"so\\"" ^\r\n -H "content-type: application/json" -d "{""a"":1}"`;
    expect(one(command)).toMatchObject({ ...expected, body: { kind: "json", text: '{"a":1}' } });
  });

  test("what a pipe or a bracket is around", () => {
    const text =
      "echo '{\"a\":1}' | grpcurl -plaintext -d @ h:1 p.S/M\nTOKEN=$(curl -s http://h/t -d a=1 | jq -r .t)\n";
    const imported = importText(text, "x.sh");
    expect(requestsOf(onlyCollection(imported).children).map(({ path }) => path)).toEqual([
      "p.S/M",
      "POST /t",
    ]);
    const [call] = requestsOf(onlyCollection(imported).children);
    expect(mapAt(call!.item.data, "grpc").get("message")).toBe('{"a":1}\n');
  });

  test("PowerShell: tables as JSON, calls in brackets, header fields of variables", () => {
    const text = [
      '$body = @{ name = "n"; age = 3; on = $true; tags = @("a", 2); in = @{ x = $null } } | ConvertTo-Json',
      '$t = (Invoke-RestMethod -Method Post -Uri "http://h/login" -ContentType "application/json" -Body $body).token',
      'Invoke-RestMethod "http://h/me" -Headers @{ Authorization = "Bearer $t"; "X-Key" = $key } -Body (@{ a = 1 } | ConvertTo-Json) -Method Put -ContentType application/json',
    ].join("\n");
    const imported = importText(text, "x.ps1");
    const body = requestAt(imported, "POST /login").body;
    expect(body.kind === "json" ? JSON.parse(body.text) : body).toEqual({
      name: "n",
      age: 3,
      on: true,
      tags: ["a", 2],
      in: { x: null },
    });
    expect(requestAt(imported, "PUT /me")).toMatchObject({
      body: { kind: "json", text: '{\n  "a": 1\n}' },
      headers: [
        { name: "Authorization", value: "Bearer {{t}}" },
        { name: "X-Key", value: "{{key}}" },
        { name: "Content-Type", value: "application/json" },
      ],
    });
  });

  test("for PowerShell", () => {
    const command = [
      "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession",
      '$session.UserAgent = "Mozilla/5.0 (X11)"',
      '$session.Cookies.Add((New-Object System.Net.Cookie("a", "1; 2", "/", "example.org")))',
      'Invoke-WebRequest -UseBasicParsing -Uri "https://example.org/a?q=1&r=50%25" `',
      '-Method "POST" `',
      "-WebSession $session `",
      "-Headers @{",
      '"authority"="example.org"',
      '  "accept"="*/*"',
      '  "x-quote"="it\'s `"so`""',
      "} `",
      '-ContentType "application/json" `',
      '-Body ([System.Text.Encoding]::UTF8.GetBytes("{`"a`":`"$([char]233)`n\\`"b\\`"`",`"c`":`"100%`"}"))',
    ].join("\r\n");
    const request = one(command);
    expect(request).toMatchObject({
      ...expected,
      headers: [
        { name: "User-Agent", value: "Mozilla/5.0 (X11)" },
        { name: "Cookie", value: "a=1; 2" },
        { name: "accept", value: "*/*" },
        { name: "x-quote", value: `it's "so"` },
        { name: "Content-Type", value: "application/json" },
      ],
    });
    expect(notes(command)).toEqual([]);
  });

  test("curl.exe under PowerShell", () => {
    const command = 'curl.exe -X PUT "https://example.org/$name" `\n  -d \'{"it":"isn\'\'t"}\'';
    expect(one(command)).toMatchObject({
      method: "PUT",
      url: "https://example.org/{{name}}",
      body: { kind: "text", text: `{"it":"isn't"}` },
    });
  });
});

describe("bash", () => {
  const words: readonly (readonly [string, string, string])[] = [
    ["variables", 'curl "http://h/$A/${B}/${C:-x}"', "http://h/{{A}}/{{B}}/{{C}}"],
    ["no variables in single quotes", "curl 'http://h/$A'", "http://h/$A"],
    ["a query nobody quoted", "curl http://h/?a=1&b=2", "http://h/?a=1&b=2"],
    ["a prompt and a program before it", "$ sudo curl http://h/", "http://h/"],
    ["a path to the program", "/usr/bin/curl http://h/", "http://h/"],
    ["escaped characters", "curl http://h/a\\?b\\&c", "http://h/a?b&c"],
  ];
  test.each(words)("%s", (_, command, url) => expect(one(command).url).toBe(url));

  test("several commands, comments, pipes, here-documents", () => {
    const text = `# Make it
curl -d @- http://h/a <<EOF
line 1
line 2
EOF
curl http://h/b | jq . && curl http://h/c; echo done # curl http://no/
echo '{"x":1}'`;
    const found = all(text);
    expect(found.map((request) => [request.name, request.url])).toEqual([
      ["Make it", "http://h/a"],
      ["GET /b", "http://h/b"],
      ["GET /c", "http://h/c"],
    ]);
    expect(found[0]?.body).toEqual({ kind: "text", text: "line 1line 2" });
  });
});

describe("options", () => {
  test("speeds, a PROXY header, a length that does not count", () => {
    expect(
      one(
        "curl --limit-rate 2k -Y 10 -y 5 --haproxy-clientip ::1 --ignore-content-length -H 'A;' a",
      ),
    ).toMatchObject({
      headers: [{ name: "A", value: "" }],
      settings: {
        network: {
          limitRate: 2048,
          speedLimit: 10,
          speedTime: 5000,
          haproxyProtocol: true,
          haproxyClientIp: "::1",
          ignoreContentLength: true,
        },
      },
    });
    expect(one("curl -y 5 a").settings?.network).toMatchObject({ speedLimit: 1, speedTime: 5000 });
  });

  test("Negotiate for another service", () => {
    const command = "curl --negotiate -u : --service-name cifs http://a/";
    expect(one(command).auth).toEqual({ kind: "negotiate", servicePrincipal: "cifs" });
    expect(notes(command)).toEqual([]);
  });

  test("settings, by curl's names", () => {
    const request = one(
      `curl -kL --max-redirs 3 -m 2.5 --connect-timeout 1 --retry 2 -x socks5h://u:p@127.0.0.1:9050 --resolve a:80:127.0.0.1 --resolve b:80:::1 --tlsv1.3 --no-alpn -4 --http1.1 --cacert ca.pem --capath certs --ca-native -E me.pem:pw https://a/`,
    );
    expect(request.settings).toMatchObject({
      followRedirects: true,
      maxRedirects: 3,
      timeout: 2500,
      verifyTls: false,
      network: {
        connectTimeout: 1000,
        retries: 2,
        resolve: ["a:80:127.0.0.1", "b:80:::1"],
        tlsMin: "1.3",
        alpn: ["-"],
        ipVersion: "4",
        httpVersion: "1.1",
        caFile: "ca.pem",
        caFolder: "certs",
        systemCa: true,
        clientCertificates: [
          {
            type: "pem",
            domain: "*",
            certificateFile: "me.pem",
            privateKeyFile: "me.pem",
            passphrase: "pw",
          },
        ],
        proxy: {
          kind: "server",
          server: {
            scheme: "socks5h",
            host: "127.0.0.1",
            port: 9050,
            username: "u",
            password: "p",
          },
        },
      },
    });
  });
  test("TLS with an https proxy, and what is demanded of the server", () => {
    const request = one(
      `curl -x https://p:1 --proxy-cacert ca.pem --proxy-cert me.p12:pw --proxy-cert-type P12 --proxy-pinnedpubkey k.pem
      --proxy-insecure --pinnedpubkey 'sha256//a' --crlfile crl.pem --cert-status --sigalgs ECDSA+SHA256 https://h/`.replaceAll(
        "\n",
        " ",
      ),
    );
    const server = { scheme: "https", host: "p", port: 1 };
    const clientCertificates = [
      { type: "pkcs12", domain: "*", pkcs12File: "me.p12", passphrase: "pw" },
    ];
    const tls = { caFile: "ca.pem", caMode: "replace", clientCertificates, pinnedKey: "k.pem" };
    expect(request.settings).toMatchObject({
      verifyProxy: false,
      network: {
        pinnedKey: "sha256//a",
        crlFile: "crl.pem",
        requireStaple: true,
        signatures: "ECDSA+SHA256",
        proxy: { kind: "server", server: { ...server, tls } },
      },
    });
    expect(request.settings.verifyTls).toBeUndefined();
    expect(one("curl --proxy1.0 p:1 http://h/").settings.network?.proxy).toMatchObject({
      server: { scheme: "http", http10: true },
    });
  });
  test("header forms: left out, empty, unusual", () => {
    const request = one(`curl http://h/ -H 'Accept:' -H 'X-Empty;' -H 'a :b' -H 'Y: c: d' -A ''`);
    expect(request.headers).toEqual([
      { name: "X-Empty", value: "" },
      { name: "a", value: "b" },
      { name: "Y", value: "c: d" },
    ]);
    expect(request.settings.omitHeaders).toEqual(["Accept", "User-Agent"]);
  });
  test("letters together and values joined on", () => {
    const request = one("curl -sSiXPATCH -da=1 -uuser:pa:ss http://h/");
    expect(request).toMatchObject({
      method: "PATCH",
      body: { kind: "form", rows: [{ name: "a", value: "1" }] },
      auth: { kind: "basic", username: "user", password: "pa:ss" },
    });
  });
  test("unambiguous beginnings and --no-", () => {
    expect(one("curl --heade A:1 --no-location http://h/")).toMatchObject({
      headers: [{ name: "A", value: "1" }],
      settings: { followRedirects: false },
    });
  });
  test("--next begins anew, several URLs share", () => {
    expect(
      all("curl -d x http://h/1 http://h/2 --next -I http://h/3").map(({ method, url }) => [
        method,
        url,
      ]),
    ).toEqual([
      ["POST", "http://h/1"],
      ["POST", "http://h/2"],
      ["HEAD", "http://h/3"],
    ]);
  });
  test("globs make several, templates and addresses do not", () => {
    expect(all("curl 'http://h/{a,b}/[1-2]'").map(({ url }) => url)).toEqual([
      "http://h/a/1",
      "http://h/a/2",
      "http://h/b/1",
      "http://h/b/2",
    ]);
    expect(one("curl 'http://[::1]/{id}/{{x,y}}'").url).toBe("http://[::1]/{id}/{{x,y}}");
    expect(all("curl -g 'http://h/{a,b}'")).toHaveLength(1);
    expect(all("curl 'http://h/[1-100000]'")).toHaveLength(1);
  });
  test("--data-urlencode and -G", () => {
    expect(one("curl -G http://h/?x=1#f --data-urlencode 'a b' --data-urlencode 'n=c&d'").url).toBe(
      "http://h/?x=1&a%20b&n=c%26d#f",
    );
  });
  test("forms: files, types, quoted text", () => {
    const request = one(
      `curl http://h/ -F 'a="x;y"' -F 'f=@/files/a.png;type=image/png' -F 'p=x;type=text/plain;charset=utf-8' --form-string 'l=@not;type=a'`,
    );
    expect(request.body).toEqual({
      kind: "multipart",
      parts: [
        { name: "a", kind: "text", value: "x;y", paths: [] },
        { name: "f", kind: "file", value: "", paths: ["/files/a.png"], contentType: "image/png" },
        { name: "p", kind: "text", value: "x", paths: [], contentType: "text/plain;charset=utf-8" },
        { name: "l", kind: "text", value: "@not;type=a", paths: [] },
      ],
    });
  });
  test("a file as body, an upload", () => {
    expect(one("curl --data-binary @a.bin -H 'Content-Type: x/y' http://h/").body).toEqual({
      kind: "file",
      files: [{ path: "a.bin", contentType: "x/y", selected: true }],
    });
    expect(one("curl -T 'dir/a b.txt' http://h/up/")).toMatchObject({
      method: "PUT",
      url: "http://h/up/a%20b.txt",
    });
  });
  test("what has no place is said", () => {
    expect(notes("curl --config x --wrong http://h/ -b jar.txt")).toEqual([
      "curl-unknown",
      "no-place-value",
      "no-place-value",
    ]);
    expect(notes("curl --proxy-header 'X-A: 1' http://h/")).toEqual(["no-place-value"]);
    expect(notes("curl -x p:1 --proxy-header 'X-A: 1' http://h/")).toEqual([]);
    expect(notes("curl -X POST")).toEqual(["curl-no-url", "nothing-in-it"]);
    expect(notes('curl "http://h/$(date)"')).toEqual(["shell-run"]);
  });
});

test("grpcurl and websocat", () => {
  const [grpc] = requestsOf(
    onlyCollection(
      importText(
        `grpcurl -plaintext -H 'k: v' -import-path protos -proto a.proto -d '{"id":1}' localhost:50051 pkg.Svc/Get`,
        "a.sh",
      ),
    ).children,
  );
  const block = mapAt(grpc!.item.data, "grpc");
  expect(
    ["url", "method", "protoFilePath", "message"].map((key) => textOf(block.get(key))),
  ).toEqual(["grpc://localhost:50051", "/pkg.Svc/Get", "protos/a.proto", '{"id":1}']);
  const [socket] = requestsOf(
    onlyCollection(
      importText(`websocat -H='Authorization: Bearer x' --origin http://o wss://h/ws`, "a.sh"),
    ).children,
  );
  const websocket = mapAt(socket!.item.data, "websocket");
  expect(textOf(websocket.get("url"))).toBe("wss://h/ws");
  const headers = websocket.get("headers");
  expect(
    Array.isArray(headers) && headers.filter(isYamlMap).map((row) => textOf(row.get("name"))),
  ).toEqual(["Authorization", "Origin"]);
});
