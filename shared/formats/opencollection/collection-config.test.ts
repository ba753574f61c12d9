import { describe, expect, test } from "vitest";
import type { OwnNetwork } from "../../model/network/network.ts";
import type { ProxySetting } from "../../model/network/proxy.ts";
import { parseYaml } from "../yaml/parse.ts";
import { patchYaml } from "../yaml/patch.ts";
import { keptOfDefaults, patchDefaults, readDefaults } from "./defaults.ts";

const network = (text: string) => readDefaults(parseYaml(text).data).network;

function save(text: string, next: OwnNetwork): string {
  const { data } = parseYaml(text);
  const { network: _, ...rest } = readDefaults(data);
  const defaults = Object.keys(next).length === 0 ? rest : { ...rest, network: next };
  return patchYaml(text, patchDefaults(data, defaults)).text;
}

const brunoProxy = (lines: string) => `opencollection: 1.0.0

info:
  name: a
config:
  proxy:
${lines}
bundled: false
`;

const unused = brunoProxy(`    inherit: true
    config:
      protocol: http
      hostname: ""
      port: ""
      auth:
        username: ""
        password: ""
      bypassProxy: ""`);

const server = (change: object = {}): ProxySetting => ({
  kind: "server",
  server: {
    scheme: "http",
    host: "p.test",
    port: 3128,
    username: "",
    password: "",
    auth: "any",
    tunnel: false,
    ...change,
  },
  bypass: "",
});

describe("config.proxy, as Bruno writes it", () => {
  test.each([
    ["inherit: true", undefined],
    ["disabled: true", { kind: "none" }],
    ["disabled: true, inherit: true", { kind: "none" }],
    ["inherit: false, config: { hostname: '' }", undefined],
    ["inherit: false, config: { hostname: p.test, port: 3128 }", server()],
    ["config: { protocol: http, hostname: p.test, port: '3128' }", server()],
    [
      "config: { protocol: https, hostname: p.test, port: '' }",
      server({ scheme: "https", port: 443 }),
    ],
    [
      "config: { hostname: '{{host}}', port: '{{port}}' }",
      server({ host: "{{host}}", port: 0, portTemplate: "{{port}}" }),
    ],
    ["config: { protocol: socks5, hostname: p.test }", server({ scheme: "socks5", port: 1080 })],
    ["config: { protocol: gopher, hostname: p.test }", undefined],
    [
      "config: { hostname: p.test, port: 3128, auth: { username: u, password: '{{p}}' } }",
      server({ username: "u", password: "{{p}}" }),
    ],
    [
      "config: { hostname: p.test, port: 3128, auth: { disabled: true, username: u, password: p } }",
      server(),
    ],
  ])("%s", (flow, expected) => {
    const text = `opencollection: 1.0.0\nconfig: { proxy: { ${flow} } }\n`;
    expect(network(text)?.proxy).toEqual(expected);
    expect(save(text, network(text) ?? {})).toBe(text);
  });

  test("what it can hold is changed in place, and Envoi's key is not needed", () => {
    const saved = save(unused, { proxy: server({ username: "u", password: "{{p}}" }) });
    expect(saved).toBe(
      brunoProxy(`    inherit: false
    config:
      protocol: http
      hostname: "p.test"
      port: 3128
      auth:
        username: "u"
        password: "{{p}}"
      bypassProxy: ""`),
    );
    expect(save(saved, { proxy: { kind: "none" } })).toContain(
      '    disabled: true\n    inherit: false\n    config:\n      protocol: http\n      hostname: "p.test"\n',
    );
    expect(save(saved, {})).toContain("    inherit: true\n");
    expect(network(save(saved, {}))).toBeUndefined();
  });

  test("a variable for the port is kept where Bruno reads it, and goes when a number comes", () => {
    const saved = save(unused, { proxy: server({ port: 0, portTemplate: "{{port}}" }) });
    expect(saved).toContain('      port: "{{port}}"\n');
    expect(saved).not.toContain("extensions");
    expect(save(saved, { proxy: server() })).toContain("      port: 3128\n");
  });

  test.each([
    ["the system's", { kind: "system" }, "inherit: true"],
    ["a script's", { kind: "pac", source: "proxy.pac" }, "inherit: true"],
    ["a server with NTLM", server({ auth: "ntlm" }), 'hostname: "p.test"'],
    ["a tunnel for http too", server({ tunnel: true }), 'hostname: "p.test"'],
  ] satisfies [string, ProxySetting, string][])(
    "%s is kept whole under extensions.envoi, and Bruno gets what it can",
    (_, proxy, brunos) => {
      const saved = save(unused, { proxy });
      expect(network(saved)).toEqual({ proxy });
      expect(saved).toContain(brunos);
      expect(saved).toContain("extensions:\n  envoi:\n    network:\n      proxy:\n");
      const plain = save(saved, { proxy: server() });
      expect(network(plain)).toEqual({ proxy: server() });
      expect(plain).not.toContain("extensions");
    },
  );

  test("said for the first time, it is whole: Bruno reads no half of it", () => {
    const text = "opencollection: 1.0.0\n\ninfo:\n  name: a\n";
    const saved = save(text, { proxy: { kind: "none" } });
    expect(saved).toContain(
      'config:\n  proxy:\n    disabled: true\n    inherit: false\n    config:\n      protocol: http\n      hostname: ""\n',
    );
    expect(network(saved)).toEqual({ proxy: { kind: "none" } });
    expect(network(save(text, { proxy: server() }))).toEqual({ proxy: server() });
  });

  test("a file without it gets none for other fields", () => {
    const text = "opencollection: 1.0.0\n\ninfo:\n  name: a\nbundled: false\n";
    expect(save(text, { retries: 1 })).toBe(
      `${text}extensions:\n  envoi:\n    network:\n      retries: 1\n`,
    );
  });
});

describe("config.clientCertificates", () => {
  const text = `opencollection: 1.0.0
config:
  protobuf:
    importPaths: []
  clientCertificates: # ours
    - domain: "*.harbour.test" # all
      type: pem
      certificateFilePath: certs/client.pem
      privateKeyFilePath: certs/client.key
      note: kept
    - domain: b.test
      type: pkcs12
      pkcs12FilePath: b.p12
      passphrase: "{{p12}}"
      disabled: true
`;
  const [first, second] = [
    {
      type: "pem" as const,
      domain: "*.harbour.test",
      certificateFile: "certs/client.pem",
      privateKeyFile: "certs/client.key",
      passphrase: "",
    },
    {
      type: "pkcs12" as const,
      domain: "b.test",
      pkcs12File: "b.p12",
      passphrase: "{{p12}}",
      disabled: true,
    },
  ];

  test("are read, and saved as read they change nothing", () => {
    expect(network(text)).toEqual({ clientCertificates: [first, second] });
    expect(save(text, network(text) ?? {})).toBe(text);
    expect(keptOfDefaults(parseYaml(text).data)).toEqual(["config"]);
  });

  test("are changed in place", () => {
    const { disabled: _, ...enabled } = second;
    const saved = save(text, { clientCertificates: [{ ...first, passphrase: "x" }, enabled] });
    expect(saved).toBe(
      text
        .replace("client.key\n", "client.key\n      passphrase: x\n")
        .replace("\n      disabled: true", ""),
    );
  });

  test("go with the last one, and the rest of config stays", () => {
    expect(save(text, {})).toBe(
      "opencollection: 1.0.0\nconfig:\n  protobuf:\n    importPaths: []\n",
    );
  });

  test("none at all, whatever the app says, is Envoi's own word", () => {
    const saved = save(text, { clientCertificates: [] });
    expect(network(saved)).toEqual({ clientCertificates: [] });
    expect(saved).toContain("clientCertificates: []");
    expect(network(save(saved, { clientCertificates: [first] }))).toEqual({
      clientCertificates: [first],
    });
  });
});
