import type { ProxyTls } from "../../model/network/proxy.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withDefaultsSetting } from "../../model/network/own-settings.ts";
import { defaultNetwork, type OwnNetwork } from "../../model/network/network.ts";
import type { HttpRequest } from "../../model/request.ts";
import { parseYaml } from "../yaml/parse.ts";
import { patchYaml } from "../yaml/patch.ts";
import { changedLines } from "../yaml/patch-cases.ts";
import { patchDefaults, readDefaults } from "./defaults.ts";
import { patchRequest, readRequest } from "./request.ts";

const network = (text: string) => readRequest(parseYaml(text).data).settings.network;

/** The request's file with another network. */
function save(text: string, next: OwnNetwork | undefined): string {
  const { data } = parseYaml(text);
  const request: HttpRequest = readRequest(data);
  const { network: _, ...rest } = request.settings;
  const settings = next === undefined ? rest : { ...rest, network: next };
  return patchYaml(text, patchRequest(data, { ...request, settings })).text;
}

const file = `info:
  name: a
  type: http

http:
  method: GET
  url: http://a
extensions:
  other: 1
  envoi:
    omitHeaders:
      - Accept
    network: # how it travels
      connectTimeout: 5000 # five seconds
      sparkle: true
      httpVersion: 2
      tlsMin: 1.2
      keepMethod: [301, 302]
      retries: many
      resolve:
        - example.test:443:127.0.0.1 # here
        - b.test:80:::1
      clientCertificates:
        - type: pem
          domain: "*.a.test"
          certificateFile: c.pem # mine
          privateKeyFile: k.pem
          passphrase: 00123
      proxy:
        kind: server
        server: { scheme: http, host: p.test, port: "8080", username: 1, password: "", auth: any, tunnel: false }
        bypass: ""
`;

const own = {
  connectTimeout: 5000,
  httpVersion: "2",
  tlsMin: "1.2",
  keepMethod: ["301", "302"],
  resolve: ["example.test:443:127.0.0.1", "b.test:80:::1"],
  clientCertificates: [
    {
      type: "pem",
      domain: "*.a.test",
      certificateFile: "c.pem",
      privateKeyFile: "k.pem",
      passphrase: "00123",
    },
  ],
  proxy: {
    kind: "server",
    server: {
      scheme: "http",
      host: "p.test",
      port: 8080,
      username: "1",
      password: "",
      auth: "any",
      tunnel: false,
    },
    bypass: "",
  },
} satisfies OwnNetwork;

const secure = {
  tlsMin: "1.3",
  caFile: "1.2",
  systemCa: true,
  caMode: "replace",
  clientCertificates: own.clientCertificates,
  pinnedKey: "sha256//0",
} satisfies ProxyTls;

describe("extensions.envoi.network of a request", () => {
  test("is read leniently: a bad or unknown field counts as absent", () => {
    expect(network(file)).toEqual(own);
  });

  test("saved as read changes nothing", () => {
    expect(save(file, own)).toBe(file);
  });

  test.each([
    ["a number", { ...own, connectTimeout: 250 }, 2],
    ["one line of a list", { ...own, resolve: ["example.test:443:127.0.0.1", "c.test:80:::1"] }, 2],
    ["a new field", { ...own, idleTimeout: 9 }, 1],
    ["a field that could not be read", { ...own, retries: 3 }, 2],
    [
      "one field of a certificate",
      {
        ...own,
        clientCertificates: own.clientCertificates.map((row) => ({ ...row, passphrase: "x" })),
      },
      2,
    ],
  ] satisfies [string, OwnNetwork, number][])("%s changes its lines only", (_, next, lines) => {
    const saved = save(file, next);
    expect(network(saved)).toEqual(next);
    expect(changedLines(file, saved)).toBeLessThanOrEqual(lines);
    for (const kept of ["# how it travels", "sparkle: true", "# here", "# mine"])
      expect(saved).toContain(kept);
  });

  test("unknown fields stay when the last known one goes; the key goes with its last field", () => {
    expect(save(file, undefined)).toContain(
      "    network: # how it travels\n      sparkle: true\n      retries: many\n",
    );
    const only = "http:\n  url: x\nextensions:\n  envoi:\n    network:\n      retries: 1\n";
    expect(save(only, undefined)).toBe("http:\n  url: x\n");
    const beside =
      "http:\n  url: x\nextensions:\n  envoi:\n    verifyTls: false\n    network:\n      retries: 1\n";
    expect(save(beside, undefined)).toBe(
      "http:\n  url: x\nextensions:\n  envoi:\n    verifyTls: false\n",
    );
  });

  test("what was added by one save goes with another, blank lines and all", () => {
    const text = "info:\n  name: a\n\nhttp:\n  url: x\n";
    const { data } = parseYaml(text);
    const request = readRequest(data);
    const settings = { timeout: 5, network: { retries: 1 } };
    const saved = patchYaml(text, patchRequest(data, { ...request, settings })).text;
    expect(saved).toContain("\n\nsettings:\n  timeout: 5\nextensions:\n");
    const again = parseYaml(saved).data;
    expect(patchYaml(saved, patchRequest(again, request)).text).toBe(text);
  });

  test("a file without extensions gets them at the end", () => {
    expect(save("http:\n  url: x\n", { retries: 2, keepMethod: ["301"] })).toBe(
      'http:\n  url: x\nextensions:\n  envoi:\n    network:\n      keepMethod:\n        - "301"\n      retries: 2\n',
    );
  });

  test("any set of fields comes back as it was written", () => {
    const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
      proxy: fc.constantFrom(
        own.proxy,
        ...[{}, secure].map((tls) => ({
          ...own.proxy,
          server: { ...own.proxy.server, scheme: "https", http10: true, tls },
        })),
      ),
      clientCertificates: fc.constant(own.clientCertificates),
      retryOn: fc.subarray([...defaultNetwork.retryOn]),
      keepMethod: fc.subarray(["301", "302", "303"]),
      schemes: fc.subarray(["http", "https"]),
      redirectSchemes: fc.subarray(["http", "https"]),
      trailers: fc.array(fc.record({ name: fc.string(), value: fc.string() }), { maxLength: 3 }),
      servername: fc.option(fc.string()),
    };
    const any = fc.record(
      Object.fromEntries(
        Object.entries(defaultNetwork).map(([key, sample]) => [
          key,
          values[key] ??
            (Array.isArray(sample)
              ? fc.array(fc.string(), { maxLength: 3 })
              : typeof sample === "number"
                ? fc.nat(1000)
                : typeof sample === "boolean"
                  ? fc.boolean()
                  : /^(?:ciphers|groups|sourceAddress|localPort|unixSocket|caFile|caFolder|pinnedKey|crlFile|signatures)$/.test(
                        key,
                      )
                    ? fc.string()
                    : fc.constant(sample)),
        ]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(any, any, (first, second) => {
        const one = save(file, first as OwnNetwork);
        expect(network(one) ?? {}).toEqual(first);
        expect(network(save(one, second as OwnNetwork)) ?? {}).toEqual(second);
      }),
      { numRuns: 60 },
    );
  });
});

describe("folders and collections", () => {
  const folder = `info:
  name: Orders # here
request:
  auth: inherit
`;

  test("a folder holds settings and network", () => {
    const { data } = parseYaml(folder);
    let next = withDefaultsSetting(readDefaults(data), "timeout", 30_000);
    next = withDefaultsSetting(next, "retries", 3);
    const { text } = patchYaml(folder, patchDefaults(data, next));
    expect(text).toBe(`${folder}  settings:
    http:
      timeout: 30000
extensions:
  envoi:
    network:
      retries: 3
`);
    const again = parseYaml(text).data;
    expect(readDefaults(again)).toEqual(next);
    let reset = withDefaultsSetting(readDefaults(again), "timeout", undefined);
    reset = withDefaultsSetting(reset, "retries", undefined);
    expect(patchYaml(text, patchDefaults(again, reset)).text).toBe(folder);
  });
});
