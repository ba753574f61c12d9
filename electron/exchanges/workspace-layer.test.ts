import path from "node:path";
import { expect, test } from "vitest";
import type { OwnNetwork } from "../../shared/model/network/network.ts";
import type { ProxyTls } from "../../shared/model/network/proxy.ts";
import { effectiveSettings, sourceOf } from "../../shared/model/network/send-settings.ts";
import { defaultSettings } from "../../shared/model/settings.ts";
import { settingsLayers } from "./resolve.ts";
import { workspaceLayer } from "./workspace-layer.ts";

const folder = path.resolve("/w");
const workspace = (network: OwnNetwork) => ({
  folder,
  value: { name: "Harbour", collections: [], docs: "", settings: { timeout: 30_000 }, network },
});

test("a workspace counts below its collections and above the app", () => {
  const collection = {
    scope: "collection" as const,
    path: "",
    name: "C",
    headers: [],
    auth: { kind: "none" as const },
    variables: [],
    own: { retries: 1 },
  };
  const layers = settingsLayers(
    {},
    { layers: [collection], workspace: workspace({ retries: 2, idleTimeout: 5 }) },
    { ...defaultSettings, timeout: 9, network: { idleTimeout: 6, connectTimeout: 7 } },
  );
  expect(effectiveSettings(layers)).toMatchObject({
    retries: 1,
    timeout: 30_000,
    idleTimeout: 5,
    connectTimeout: 7,
  });
  expect(sourceOf(layers, "timeout")).toMatchObject({ place: "workspace", name: "Harbour" });
});

const secureProxy = (tls: ProxyTls): OwnNetwork => ({
  proxy: {
    kind: "server",
    server: {
      scheme: "https",
      host: "p.test",
      port: 443,
      username: "",
      password: "",
      auth: "any",
      tunnel: false,
      tls,
    },
    bypass: "",
  },
});

test.each<[OwnNetwork, OwnNetwork]>([
  [{ caFile: "ca.pem" }, { caFile: path.join(folder, "ca.pem") }],
  [{ caFile: "" }, { caFile: "" }],
  [{ caFolder: "certs" }, { caFolder: path.join(folder, "certs") }],
  [{ crlFile: "crl.pem" }, { crlFile: path.join(folder, "crl.pem") }],
  [{ pinnedKey: "key.pem" }, { pinnedKey: path.join(folder, "key.pem") }],
  [{ pinnedKey: "sha256//a=" }, { pinnedKey: "sha256//a=" }],
  [{ caFile: "{{dir}}/ca.pem" }, { caFile: "{{dir}}/ca.pem" }],
  [
    secureProxy({ caFile: "ca.pem", pinnedKey: "sha256//a=" }),
    secureProxy({ caFile: path.join(folder, "ca.pem"), pinnedKey: "sha256//a=" }),
  ],
  [{ unixSocket: "run/a.sock" }, { unixSocket: path.join(folder, "run/a.sock") }],
  [{ unixSocket: "@abstract" }, { unixSocket: "@abstract" }],
  [
    { proxy: { kind: "pac", source: "proxy.pac" } },
    { proxy: { kind: "pac", source: path.join(folder, "proxy.pac") } },
  ],
  [
    { proxy: { kind: "pac", source: "https://p.test/proxy.pac" } },
    { proxy: { kind: "pac", source: "https://p.test/proxy.pac" } },
  ],
])("paths count from the workspace's folder: %j", (given, wanted) => {
  expect(workspaceLayer(workspace(given)).own).toEqual({ timeout: 30_000, ...wanted });
});

test("certificates too; a key that is in the certificate's file stays unsaid", () => {
  const entry = {
    type: "pem",
    domain: "*",
    certificateFile: "me.pem",
    privateKeyFile: "",
    passphrase: "",
  } as const;
  expect(workspaceLayer(workspace({ clientCertificates: [entry] })).own.clientCertificates).toEqual(
    [{ ...entry, certificateFile: path.join(folder, "me.pem") }],
  );
});
