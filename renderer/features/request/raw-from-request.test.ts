import { describe, expect, test } from "vitest";
import { emptyRequest } from "../../../shared/model/request.ts";
import { rawFromRequest } from "./raw-from-request.ts";

const none = { kind: "none" } as const;
const nothing = { preview: null, inherited: [], variables: [] };

describe("rawFromRequest", () => {
  test("target, request line and Host come from the URL", () => {
    const request = { ...emptyRequest, url: "https://api.test:8443/a/b?x=1#f" };
    expect(rawFromRequest(request, none, nothing)).toEqual({
      target: "api.test:8443",
      tls: true,
      encoding: "text",
      newline: "crlf",
      data: "GET /a/b?x=1 HTTP/1.1\nHost: api.test:8443\n\n",
    });
  });

  test.each([
    ["api.test", "api.test:80", false],
    ["http://api.test/", "api.test:80", false],
    ["https://api.test/", "api.test:443", true],
    ["http://[::1]:8080/", "[::1]:8080", false],
    ["{{baseUrl}}/x", "{{baseUrl}}", false],
    ["http://{{host}}/x", "{{host}}:80", false],
    ["", "", false],
  ])("target of %j", (url, target, tls) => {
    expect(rawFromRequest({ ...emptyRequest, url }, none, nothing)).toMatchObject({ target, tls });
  });

  test("own headers keep case, order and duplicates; automatic ones come first, masked ones not at all", () => {
    const request = {
      ...emptyRequest,
      method: "POST",
      url: "http://x/",
      headers: [
        { name: "x-a", value: "1" },
        { name: "X-A", value: "2" },
        { name: "off", value: "3", disabled: true },
      ],
      body: { kind: "json", text: '{"a":"é"}' },
    } as const;
    const preview = {
      url: "http://x/",
      normalised: "",
      problems: [],
      headers: [
        { name: "Host", value: "x", origin: "client" },
        { name: "x-a", value: "1", origin: "request" },
        { name: "Authorization", value: "Bearer ••••••", origin: "auth" },
        { name: "Content-Length", value: "10", origin: "body" },
      ],
    } as const;
    const auth = { kind: "bearer", token: "{{token}}" } as const;
    expect(rawFromRequest(request, auth, { ...nothing, preview }).data).toBe(
      'POST / HTTP/1.1\nHost: x\nContent-Length: 10\nx-a: 1\nX-A: 2\nAuthorization: Bearer {{token}}\n\n{"a":"é"}',
    );
    expect(rawFromRequest(request, none, nothing).data).toContain("\nContent-Length: 10\n\n");
  });

  test.each([
    [{ kind: "basic", username: "a", password: "b" }, "Authorization: Basic YTpi"],
    [{ kind: "basic", username: "a", password: "{{p}}" }, "Authorization: Basic \n"],
    [{ kind: "apikey", key: "K", value: "v", placement: "header" }, "K: v"],
    [{ kind: "apikey", key: "k", value: "v w", placement: "query" }, "GET /?k=v%20w HTTP/1.1"],
  ] as const)("auth %j", (auth, line) => {
    expect(rawFromRequest({ ...emptyRequest, url: "http://x/" }, auth, nothing).data).toContain(
      line,
    );
  });

  test("an origin in a variable is replaced, with all that is known; secrets stay as typed", () => {
    const request = { ...emptyRequest, url: "{{base}}/a?b={{c}}&k={{secret}}" };
    const view = { missing: false, scope: "environment", origin: "e", shadows: [] } as const;
    const variables = [
      { ...view, name: "base", value: "https://h.test:8443/v1", secret: false },
      { ...view, name: "c", value: "1", secret: false },
      { ...view, name: "secret", value: "", secret: true },
    ];
    expect(rawFromRequest(request, none, { ...nothing, variables })).toMatchObject({
      target: "h.test:8443",
      tls: true,
      data: "GET /v1/a?b=1&k={{secret}} HTTP/1.1\nHost: h.test:8443\n\n",
    });
  });

  test("without a preview: folders' headers and the body's own type", () => {
    const inherited = [
      { name: "c", headers: [{ name: "X", value: "1" }], auth: none, variables: [], docs: "" },
    ];
    const request = {
      ...emptyRequest,
      url: "http://x/",
      body: { kind: "json", text: "{}" },
    } as const;
    expect(rawFromRequest(request, none, { ...nothing, inherited }).data).toBe(
      "GET / HTTP/1.1\nHost: x\nX: 1\nContent-Type: application/json\nContent-Length: 2\n\n{}",
    );
  });

  test("a body's line feeds are counted as the CR LF they become", () => {
    const body = { kind: "text", text: "a\nb\r\nc" } as const;
    const request = { ...emptyRequest, url: "http://x/", body };
    const headers = [{ name: "Content-Length", value: "6", origin: "body" }] as const;
    expect(rawFromRequest(request, none, nothing).data).toContain("Content-Length: 7\n");
    const preview = { url: "http://x/", normalised: "", problems: [], headers };
    expect(rawFromRequest(request, none, { ...nothing, preview }).data).toContain(
      "Content-Length: 7\n",
    );
  });

  test("path rows stand in their places; those with variables as typed", () => {
    const request = {
      ...emptyRequest,
      url: "http://x/:a/:b/:c",
      params: [
        { name: "a", value: "1 2", type: "path" },
        { name: "b", value: "{{b}}", type: "path" },
      ],
    } as const;
    expect(rawFromRequest(request, none, nothing).data).toContain("GET /1%202/{{b}}/:c HTTP/1.1");
  });
});
