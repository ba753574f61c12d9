import { describe, expect, test } from "vitest";
import { defaultNetwork } from "../../shared/model/network/network.ts";
import { authSchemeKinds, mapAuthTexts, newAuth } from "../../shared/model/auth-fields.ts";
import type { RedirectNote } from "../../shared/model/exchange.ts";
import { requestUrl } from "../../shared/model/url.ts";
import type { Attempt } from "./attempt.ts";
import { textBody } from "./body/text.ts";
import { redirectStep } from "./redirect.ts";
import { attempt, reply, step } from "./redirect.testing.ts";
import { type ClientIdentity, tlsMaterial } from "../wire/connect/tls-material.ts";

const body = textBody("hello");

describe("method and body (RFC 9110 §15.4, curl's defaults)", () => {
  const rows: readonly (readonly [number, string, string, boolean])[] = [
    [301, "GET", "GET", true],
    [301, "POST", "GET", false],
    [301, "PUT", "PUT", true],
    [301, "DELETE", "DELETE", true],
    [301, "HEAD", "HEAD", true],
    [301, "PURGE", "PURGE", true],
    [302, "GET", "GET", true],
    [302, "POST", "GET", false],
    [302, "PATCH", "PATCH", true],
    [303, "GET", "GET", false],
    [303, "POST", "GET", false],
    [303, "PUT", "GET", false],
    [303, "DELETE", "GET", false],
    [303, "PURGE", "GET", false],
    [303, "HEAD", "HEAD", false],
    [307, "GET", "GET", true],
    [307, "POST", "POST", true],
    [307, "PUT", "PUT", true],
    [308, "POST", "POST", true],
    [308, "HEAD", "HEAD", true],
  ];
  test.each(rows)("%i to %s is asked by %s (body kept: %s)", (status, method, then, kept) => {
    const { next, note } = step({ method, body, bodyContentType: "a/b" }, status, "/x");
    expect(next?.method).toBe(then);
    expect(next?.body).toBe(kept ? body : null);
    expect(next?.bodyContentType).toBe(kept ? "a/b" : null);
    expect(note).toMatchObject({
      method: then,
      methodChanged: method !== then,
      bodyDropped: !kept,
      followed: true,
    });
  });

  test.each([
    [301, ["301"], "POST", "POST", true],
    [302, ["302"], "POST", "POST", true],
    [303, ["303"], "POST", "POST", true],
    [301, ["302", "303"], "POST", "GET", false],
    [303, ["303"], "PUT", "GET", false],
    [303, ["303"], "GET", "GET", false],
    [302, ["302"], "HEAD", "HEAD", true],
  ] as const)(
    "%i with --post%j: %s is asked by %s (body kept: %s)",
    (status, keepMethod, method, then, kept) => {
      const settings = {
        ...attempt().settings,
        network: { ...defaultNetwork, keepMethod },
      };
      const { next } = step({ method, body, settings }, status, "/x");
      expect(next?.method).toBe(then);
      expect(next?.body).toBe(kept ? body : null);
    },
  );

  test("what described the dropped body goes with it, and is named", () => {
    const headers = ["Content-Type", "content-length", "Expect", "X-A"].map((name) => ({
      name,
      value: "1",
      origin: "request" as const,
    }));
    const { next, note } = step({ method: "POST", body, headers }, 303, "/x");
    expect(next?.headers.map((field) => field.name)).toEqual(["X-A"]);
    expect(note.dropped.map((entry) => entry.name)).toEqual([
      "Content-Type",
      "content-length",
      "Expect",
    ]);
  });
});

describe("where to", () => {
  test.each([
    ["http://h/a/b?c", "d", "http://h/a/d"],
    ["http://h/a/b", "/x?y#z", "http://h/x?y"],
    ["http://h:81/a", "//g/x", "http://g/x"],
    ["http://u:p@h/a", "/x", "http://h/x"],
  ])("from %j by %j to %j", (from, location, to) => {
    const { next, note } = step({ from }, 302, location);
    expect(next?.url.display).toBe(to);
    expect(note.to).toBe(to);
    expect(note.location).toBe(location);
  });

  test("userinfo stays with its origin", () => {
    const same = step({ from: "http://u:p@h/a" }, 302, "/x");
    expect(same.next?.url.userinfo).toEqual({ username: "u", password: "p" });
    expect(step({ from: "http://u:p@h/" }, 302, "http://g/").next?.url.userinfo).toBeNull();
    expect(step({ from: "http://h/" }, 302, "http://u:p@g/").next?.url.userinfo).toBeNull();
    expect(step({ from: "http://h/" }, 302, "http://u:p@h/").next?.url.userinfo).toEqual({
      username: "u",
      password: "p",
    });
  });

  test.each([
    [{}, 302, "", 0, "The Location is empty."],
    [{}, 302, "http://[bad", 0, "The Location is not a URL."],
    [{}, 302, "ftp://h/", 0, "Only http and https are followed."],
    [{}, 302, "javascript:alert(1)", 0, "Only http and https are followed."],
    [{}, 302, "file:///etc/passwd", 0, "Only http and https are followed."],
    [{}, 302, "/x", 50, "The limit of redirects is reached."],
    [
      { body: { ...body, replayable: false }, method: "POST" },
      307,
      "/x",
      0,
      "The body cannot be sent a second time.",
    ],
    [
      { body, method: "POST" },
      307,
      "http://g/",
      0,
      "The body would go to another origin than the one you sent it to.",
    ],
    [
      { body, method: "POST", from: "https://h/" },
      308,
      "http://h/",
      0,
      "The body would go to another origin than the one you sent it to.",
    ],
  ])("%# is not followed", (over, status, location, followed, reason) => {
    const { next, note } = step(over, status, location, followed);
    expect(next).toBeNull();
    expect(note).toMatchObject({ followed: false, reason });
  });

  test.each([
    ["ws://h/a", "/b", "ws://h/b", 80],
    ["wss://h/a", "wss://h/b?c", "wss://h/b?c", 443],
    ["ws://h/a", "wss://h/b", "wss://h/b", 443],
    ["ws://h/a", "http://h/b", "http://h/b", 80],
  ])("a WebSocket of %s is led to %s", (from, location, to, port) => {
    const socket = { offer: { protocols: [], compress: true } } as unknown as Attempt["socket"];
    const { next, note } = step(
      { url: requestUrl(from, { encode: false, webSocket: true }), socket },
      302,
      location,
    );
    expect(note).toMatchObject({ followed: true, to });
    expect(next?.url).toMatchObject({ display: to, port });
  });

  test("a request that is none is not led to a WebSocket", () => {
    expect(step({}, 302, "ws://h/b").note).toMatchObject({
      followed: false,
      reason: "Only http and https are followed.",
    });
  });

  test("to a scheme that is switched off", () => {
    const settings = {
      ...attempt().settings,
      network: { ...defaultNetwork, redirectSchemes: ["https" as const] },
    };
    expect(step({ settings }, 302, "//h/x")).toMatchObject({
      next: null,
      note: { followed: false, reason: "Redirects to http are switched off.", to: "http://h/x" },
    });
    expect(step({ settings }, 302, "https://h/x").note.followed).toBe(true);
  });

  test("switched off, it is still told", () => {
    const settings = { ...attempt().settings, followRedirects: false };
    const { next, note } = step({ settings }, 301, "/x");
    expect(next).toBeNull();
    expect(note).toMatchObject({ followed: false, to: "http://h/x", location: "/x" });
  });

  test("from http to https on one host the body may go", () => {
    const { next } = step({ method: "POST", body }, 308, "https://h/a");
    expect(next?.body).toBe(body);
  });

  test.each([
    [200, "/x"],
    [201, "/x"],
    [300, "/x"],
    [304, "/x"],
    [305, "/x"],
    [306, "/x"],
    [399, "/x"],
    [302, undefined],
  ])("%i with Location %j is no redirect", (status, location) => {
    expect(redirectStep(attempt(), reply(status, location), 0)).toBeNull();
  });
});

const everyHost: ClientIdentity = {
  type: "pkcs12",
  domain: "*",
  pkcs12: { kind: "read", name: "CANARY", bytes: Buffer.from("CANARY") },
  passphrase: "CANARY",
};

/** Settings with these client certificates. */
const certified = (...identities: readonly ClientIdentity[]) => ({
  ...attempt().settings,
  network: {
    ...defaultNetwork,
    clientCertificates: identities.map(({ domain }) => ({
      type: "pkcs12" as const,
      domain,
      pkcs12File: "CANARY",
      passphrase: "CANARY",
    })),
  },
  material: tlsMaterial(null, identities),
});

describe("credentials (safety T6): 8 changes of origin × 7 kinds of credential, and more", () => {
  const origins: readonly (readonly [string, string, string])[] = [
    ["scheme", "http://h:8080/", "https://h:8080/"],
    ["host", "http://h/", "http://g/"],
    ["port", "http://h/", "http://h:8080/"],
    ["subdomain", "http://h.test/", "http://a.h.test/"],
    ["IP form", "http://localhost/", "http://127.0.0.1/"],
    ["case and another host", "http://H.test/", "http://h.TEST.evil/"],
    ["userinfo", "http://h/", "http://h:80@g/"],
    ["downgrade", "https://h/", "http://h/"],
  ];
  const field = (name: string) => ({
    headers: [{ name, value: "CANARY", origin: "request" as const }],
  });
  const kinds: readonly (readonly [string, Partial<Attempt> & { from?: string }])[] = [
    ["Authorization", field("authorization")],
    ["Cookie", field("Cookie")],
    ["Proxy-Authorization", field("Proxy-Authorization")],
    ["a key of one's own", field("X-Api-Key")],
    ["a signature", { auth: mapAuthTexts(newAuth("awsv4"), () => "CANARY") }],
    ["a client certificate", { settings: certified(everyHost) }],
    ["a body by 307", { method: "POST", body: textBody("CANARY") }],
    // More than the seven.
    ["another signature", { auth: mapAuthTexts(newAuth("hawk"), () => "CANARY") }],
    ["a third", { auth: mapAuthTexts(newAuth("oauth1"), () => "CANARY") }],
    [
      "a certificate for every host at a port",
      { settings: certified({ ...everyHost, domain: "*:443" }) },
    ],
    ["auth of the request", { auth: { kind: "bearer", token: "CANARY" } }],
    [
      "a key in the query",
      { auth: { kind: "apikey", key: "k", value: "CANARY", placement: "query" } },
    ],
  ];
  const cases = origins.flatMap(([change, from, to]) =>
    kinds.map(([kind, over]) => [change, kind, from, to, over] as const),
  );

  test("56 cases and 40 more", () => expect(cases).toHaveLength(56 + 40));

  const schemes = authSchemeKinds.flatMap((kind) =>
    origins.map(([change, from, to]) => [kind, change, from, to] as const),
  );
  test.each(schemes)("%s stays behind: %s", (kind, _, from, to) => {
    const auth = mapAuthTexts(newAuth(kind), () => "CANARY");
    const { next, note } = step({ from, auth }, 307, to);
    expect(next).toMatchObject({ crossed: true, auth: { kind: "none" }, sign: null, owner: null });
    expect(JSON.stringify(next)).not.toContain("CANARY");
    const names = note.dropped.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(names).not.toContain("");
  });

  test.each(cases)("%s: %s stays behind", (_, kind, from, to, over) => {
    const { next, note } = step({ from, ...over }, 307, to);
    if (kind === "a body by 307") {
      expect(next).toBeNull();
      expect(note.followed).toBe(false);
      return;
    }
    expect(JSON.stringify(next)).not.toContain("CANARY");
    expect(next).toMatchObject({ crossed: true, auth: { kind: "none" } });
    expect(note.dropped.map((entry) => entry.reason)).toContain(
      "The redirect goes to another origin.",
    );
    expect(JSON.stringify(note satisfies RedirectNote)).not.toContain("CANARY");
  });

  test("a certificate for a host that is named goes to that host", () => {
    const named = { ...everyHost, domain: "*.h.test" };
    const { next } = step(
      { from: "https://a.h.test/", settings: certified(everyHost, named) },
      302,
      "https://b.h.test/",
    );
    expect(next?.settings.material.identities).toEqual([named]);
    expect(next?.settings.network.clientCertificates).toHaveLength(1);
  });

  const trusting = (over: Partial<Attempt>) => {
    const settings = over.settings ?? attempt().settings;
    return {
      ...over,
      settings: { ...settings, network: { ...settings.network, forwardCredentials: true } },
    };
  };
  test.each(cases)("--location-trusted, %s: %s goes along", (_, kind, from, to, over) => {
    const { next, note } = step({ from, ...trusting(over) }, 307, to);
    expect(note.followed).toBe(true);
    if (kind === "a body by 307") expect(next?.body).not.toBeNull();
    else {
      // What a URL itself brings is never the person's.
      expect(next).toMatchObject({
        headers: over.headers ?? [],
        auth: over.auth ?? { kind: "none" },
      });
      expect(next?.settings.material.identities).toEqual(over.settings?.material.identities ?? []);
    }
    expect(next?.url.userinfo).toBeNull();
  });

  test("--location-trusted: a typed Host stays, userinfo of the person goes", () => {
    const { next } = step(
      { from: "http://ana:pw@h/", ...trusting(field("Host")) },
      302,
      "http://eve:x@g/",
    );
    expect(next?.headers).toEqual([]);
    expect(next?.url.userinfo).toEqual({ username: "ana", password: "pw" });
  });

  test("they do not come back when the redirect does", () => {
    const away = step(
      { from: "http://h/", auth: { kind: "bearer", token: "t" } },
      302,
      "http://g/",
    );
    const back = redirectStep(away.next ?? attempt(), reply(302, "http://h/"), 1);
    expect(back?.next?.auth).toEqual({ kind: "none" });
    expect(back?.next?.crossed).toBe(true);
  });

  test.each([
    ["http://h/", "http://H:80/x"],
    ["http://127.0.0.1/", "http://0x7f.1/x"],
    ["http://h/", "/x"],
  ])("from %j to %j they stay", (from, to) => {
    const headers = ["Authorization", "Host", "X-Api-Key"].map((name) => ({
      name,
      value: "v",
      origin: "request" as const,
    }));
    const auth = { kind: "bearer", token: "t" } as const;
    const { next, note } = step({ from, headers, auth }, 302, to);
    expect(next).toMatchObject({ headers, auth, crossed: false });
    expect(note.dropped).toEqual([]);
  });

  test("a typed Host is for its host alone", () => {
    const { next, note } = step(field("Host"), 302, "http://g/");
    expect(next?.headers).toEqual([]);
    expect(note.dropped).toEqual([
      { name: "Host", reason: "It named the host of the first request.", code: "host" },
    ]);
  });
});
