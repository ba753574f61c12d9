import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FailureError } from "./failure.ts";
import { percentDecode, percentEncode } from "./percent.ts";
import { requestUrl, splitUrl, type UrlParts } from "./url.ts";
import { originOf, resolveLocation, sameOrigin } from "./url-redirect.ts";

function join(parts: UrlParts, slashes: boolean): string {
  const scheme = parts.scheme === "" ? (slashes ? "//" : "") : `${parts.scheme}://`;
  const userinfo = parts.userinfo === null ? "" : `${parts.userinfo}@`;
  const port = parts.port === null ? "" : `:${parts.port}`;
  const query = parts.query === null ? "" : `?${parts.query}`;
  const fragment = parts.fragment === null ? "" : `#${parts.fragment}`;
  return scheme + userinfo + parts.host + port + parts.path + query + fragment;
}

describe("splitUrl", () => {
  test.each([
    ["http://h/p?q#f", ["http", null, "h", null, "/p", "q", "f"]],
    ["h", ["", null, "h", null, "", null, null]],
    ["localhost:8080/x", ["", null, "localhost", "8080", "/x", null, null]],
    ["//h/x", ["", null, "h", null, "/x", null, null]],
    ["HTTPS://H:443", ["HTTPS", null, "H", "443", "", null, null]],
    ["http://u:p@h:1/", ["http", "u:p", "h", "1", "/", null, null]],
    ["http://a@b@h/", ["http", "a@b", "h", null, "/", null, null]],
    ["http://[::1]:8/x", ["http", null, "[::1]", "8", "/x", null, null]],
    ["http://[fe80::1%25eth0]", ["http", null, "[fe80::1%25eth0]", null, "", null, null]],
    ["http://h?a=/@b:1", ["http", null, "h", null, "", "a=/@b:1", null]],
    ["http://h#a?b", ["http", null, "h", null, "", null, "a?b"]],
    ["http://h/?", ["http", null, "h", null, "/", "", null]],
    ["{{base}}/x?y={{a?b#c}}", ["", null, "{{base}}", null, "/x", "y={{a?b#c}}", null]],
    ["http://{{a:b}}:{{port}}/", ["http", null, "{{a:b}}", "{{port}}", "/", null, null]],
    ["", ["", null, "", null, "", null, null]],
  ] as const)("%j", (text, [scheme, userinfo, host, port, path, query, fragment]) => {
    expect(splitUrl(text)).toEqual({ scheme, userinfo, host, port, path, query, fragment });
  });

  test("nothing is lost: the parts joined are the text", () => {
    const piece = fc.constantFrom(
      ..."http https :// // / : @ ? # [ ] % & = a {{ }} {{x}} é  ".split(" "),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (list) => {
        const text = list.join("");
        expect(join(splitUrl(text), text.startsWith("//"))).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });
});

const send = (text: string, encode = false) => requestUrl(text, { encode });

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof FailureError) return thrown.failure.code;
    throw thrown;
  }
  return "accepted";
}

describe("requestUrl", () => {
  test.each([
    // typed, scheme, host, port, Host field, target
    ["example.com", "http", "example.com", 80, "example.com", "/"],
    ["example.com?x", "http", "example.com", 80, "example.com", "/?x"],
    ["example.com:8080/a/../b", "http", "example.com", 8080, "example.com:8080", "/a/../b"],
    ["https://Example.COM:443/", "https", "Example.COM", 443, "Example.COM", "/"],
    ["http://h:443/", "http", "h", 443, "h:443", "/"],
    ["http://h:/", "http", "h", 80, "h", "/"],
    ["HTTP://h//x//", "http", "h", 80, "h", "//x//"],
    ["http://[::1]:81/", "http", "::1", 81, "[::1]:81", "/"],
    ["http://[FE80::1%25eth0]/", "http", "FE80::1%eth0", 80, "[FE80::1]", "/"],
    ["http://[fe80::1%eth0]:8/", "http", "fe80::1%eth0", 8, "[fe80::1]:8", "/"],
    ["http://bücher.example/ü", "http", "xn--bcher-kva.example", 80, "xn--bcher-kva.example", "/ü"],
    ["http://faß.de/", "http", "xn--fa-hia.de", 80, "xn--fa-hia.de", "/"],
    ["http://日本。jp/", "http", "xn--wgv71a.jp", 80, "xn--wgv71a.jp", "/"],
    ["http://ex%61mple.com/", "http", "example.com", 80, "example.com", "/"],
    ["http://my_host.local/", "http", "my_host.local", 80, "my_host.local", "/"],
    ["http://0x7f.1/", "http", "0x7f.1", 80, "0x7f.1", "/"],
    ["  http://h/x \n", "http", "h", 80, "h", "/x"],
    ['http://h/%zz%20%2f|{}"<>^`\\', "http", "h", 80, "h", '/%zz%20%2f|{}"<>^`\\'],
    ["http://h/a?b?c=d#e", "http", "h", 80, "h", "/a?b?c=d"],
    ["http://h/?", "http", "h", 80, "h", "/?"],
    ["http://h/#", "http", "h", 80, "h", "/"],
    ["http://h/é?é", "http", "h", 80, "h", "/é?é"],
  ] as const)("%j as typed", (text, scheme, host, port, hostField, target) => {
    const url = send(text);
    expect([url.scheme, url.host, url.port, url.hostField, url.target]).toEqual([
      scheme,
      host,
      port,
      hostField,
      target,
    ]);
    expect(url.display).toBe(`${scheme}://${hostField}${target}`);
  });

  test.each([
    ["http://u:p@h/", { username: "u", password: "p" }],
    ["http://u@h/", { username: "u", password: "" }],
    ["http://u:@h/", { username: "u", password: "" }],
    ["http://:p@h/", { username: "", password: "p" }],
    ["http://a%40b:c%3Ad:e@h/", { username: "a@b", password: "c:d:e" }],
    ["http://@h/", null],
    ["http://h/@x", null],
  ])("userinfo of %j", (text, userinfo) => {
    const url = send(text);
    expect(url.userinfo).toEqual(userinfo);
    expect(url.display).not.toContain("@h");
  });

  test.each([
    ["", "url-empty"],
    ["   ", "url-empty"],
    ["http://", "url-host-missing"],
    ["http:///x", "url-host-missing"],
    ["/x", "url-host-missing"],
    ["http://:80/", "url-host-missing"],
    ["http:h", "url-slashes"],
    ["https:/h/", "url-slashes"],
    ["ftp://h/", "url-scheme"],
    ["file:///etc/passwd", "url-scheme"],
    ["javascript://h", "url-scheme"],
    ["http://h:0/", "url-port"],
    ["http://h:65536/", "url-port"],
    ["http://h:8a/", "url-port"],
    ["http://h:-1/", "url-port"],
    ["http://h:٣/", "url-port"],
    ["http://[::1/", "url-host"],
    ["http://[1.2.3.4]/", "url-ipv6"],
    ["http://[::g]/", "url-ipv6"],
    ["http://a b/", "url-host"],
    ["http://a\\b/", "url-host"],
    ["http://evil\\@good/x", "url-host"],
    ["http://a<b/", "url-host"],
    ["http://a\u0000b/", "url-host"],
    ["http://a%2fb/", "url-host"],
    ["http://{{host}}/", "url-variable"],
    ["http://h/a b", "url-characters"],
    ["http://h/?a b", "url-characters"],
    ["http://h/a\r\nX: y", "url-characters"],
    ["http://h/a\nb", "url-characters"],
    ["http://h/a\tb", "url-characters"],
    ["http://h/\u0000", "url-characters"],
    ["http://h/\u007f", "url-characters"],
    ["http://h/#a b", "accepted"],
  ])("%j is %s", (text, code) => {
    expect(codeOf(() => send(text))).toBe(code);
  });

  test("a failure names no URL", () => {
    try {
      send("http://user:hunter2@secret host/");
      expect.unreachable();
    } catch (thrown) {
      const { failure } = thrown as FailureError;
      expect(JSON.stringify(failure)).not.toMatch(/hunter2|secret/);
    }
  });

  test.each([
    ["http://h/a b", "/a%20b"],
    ["http://h/a%20b", "/a%20b"],
    ["http://h/100%", "/100%25"],
    ["http://h/%zz", "/%25zz"],
    ["http://h/é", "/%C3%A9"],
    ["http://h/😀", "/%F0%9F%98%80"],
    ["http://h/?q=a b&r=[1]", "/?q=a%20b&r=%5B1%5D"],
    ['http://h/a|b\\c^d`e"f<g>{h}', "/a%7Cb%5Cc%5Ed%60e%22f%3Cg%3E%7Bh%7D"],
    ["http://h/a\r\nX: y", "/a%0D%0AX:%20y"],
    ["http://h/!$&'()*+,;=:@-._~", "/!$&'()*+,;=:@-._~"],
    ["http://h/?/?:@!$&'()*+,;=", "/?/?:@!$&'()*+,;="],
    ["http://h/\ud800", "/%EF%BF%BD"],
  ])("%j encoded", (text, target) => {
    expect(send(text, true).target).toBe(target);
  });

  test("encoding twice changes nothing, and leaves nothing that breaks a request line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (text) => {
        const once = percentEncode(text, "path", true);
        expect(percentEncode(once, "path", true)).toBe(once);
        expect(once).toMatch(/^[\x21-\x7e]*$/);
      }),
      { numRuns: 300 },
    );
  });

  test("a value encoded and decoded is itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(percentDecode(percentEncode(text, "value", false))).toBe(text);
      }),
    );
  });
});

describe("resolveLocation", () => {
  test.each([
    ["http://h/a/b?c", "/x", "http://h/x"],
    ["http://h/a/b?c", "x", "http://h/a/x"],
    ["http://h/a/b?c", "?d", "http://h/a/b?d"],
    ["http://h/a/b", "../x", "http://h/x"],
    ["http://h/a", "//other/x", "http://other/x"],
    ["https://h/a", "//other/x", "https://other/x"],
    ["http://h/a", "HTTPS://H:443/", "https://h/"],
    ["http://h/a", "", "http://h/a"],
    ["http://h/a", "/caf\u00c3\u00a9", "http://h/caf%C3%A9"],
    ["http://h/a", "/a b", "http://h/a%20b"],
    ["http://h:8/a", "javascript:alert(1)", "javascript:alert(1)"],
    ["http://h/a", "http://[::1", null],
    ["http://h/a", "http://", null],
  ])("%j + %j", (base, location, to) => {
    expect(resolveLocation(base, location)).toBe(to);
  });
});

describe("sameOrigin", () => {
  test.each([
    ["http://h/", "http://H:80/x", true],
    ["http://127.0.0.1/", "http://0x7f.1/", true],
    ["http://127.0.0.1/", "http://2130706433/", true],
    ["http://[::1]/", "http://[0:0:0:0:0:0:0:1]/", true],
    ["http://h/", "https://h/", false],
    ["http://h/", "http://h:81/", false],
    ["http://h/", "http://a.h/", false],
    ["http://a.h/", "http://h/", false],
    ["http://h./", "http://h/", false],
    ["http://localhost/", "http://127.0.0.1/", false],
    ["http://127.0.0.1/", "http://[::ffff:127.0.0.1]/", false],
    ["http://[fe80::1%25a]/", "http://[fe80::1%25b]/", false],
  ])("%j and %j: %s", (a, b, same) => {
    expect(sameOrigin(originOf(send(a)), originOf(send(b)))).toBe(same);
  });
});
