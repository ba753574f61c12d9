import { describe, expect, it } from "vitest";
import { proxyAddress } from "../../shared/model/network/proxy-address.ts";
import { readGnome, readKde, readRegistry, readScutil, type SystemSetting } from "./system-text.ts";

const shown = (setting: SystemSetting) =>
  setting.kind === "manual"
    ? {
        http: setting.http && proxyAddress(setting.http),
        https: setting.https && proxyAddress(setting.https),
        socks: setting.socks && proxyAddress(setting.socks),
        bypass: setting.bypass,
      }
    : setting;

const gnome = (mode: string) => `org.gnome.system.proxy autoconfig-url 'http://127.0.0.1/p.pac'
org.gnome.system.proxy ignore-hosts ['localhost', '127.0.0.0/8', '::1']
org.gnome.system.proxy mode '${mode}'
org.gnome.system.proxy use-same-proxy true
org.gnome.system.proxy.ftp host ''
org.gnome.system.proxy.ftp port 0
org.gnome.system.proxy.http authentication-password 'p\\'w'
org.gnome.system.proxy.http authentication-user 'me'
org.gnome.system.proxy.http enabled false
org.gnome.system.proxy.http host 'proxy.test'
org.gnome.system.proxy.http port 3128
org.gnome.system.proxy.http use-authentication true
org.gnome.system.proxy.https host '::1'
org.gnome.system.proxy.https port 3129
org.gnome.system.proxy.socks host ''
org.gnome.system.proxy.socks port 0
`;

describe("GNOME's settings", () => {
  it("by hand", () => {
    const setting = readGnome(gnome("manual"));
    expect(shown(setting)).toEqual({
      http: "http://proxy.test:3128",
      https: "http://[::1]:3129",
      socks: null,
      bypass: "localhost,127.0.0.0/8,::1",
    });
    expect(setting).toMatchObject({ http: { username: "me", password: "p'w" } });
    expect(setting).toMatchObject({ https: { username: "" } });
  });
  it("by a file, or none", () => {
    expect(readGnome(gnome("auto"))).toEqual({ kind: "pac", source: "http://127.0.0.1/p.pac" });
    expect(readGnome(gnome("none"))).toEqual({ kind: "none" });
    expect(readGnome("")).toEqual({ kind: "none" });
  });
});

const kde = (type: number) => `[General]
ProxyType=9

[Proxy Settings][$Version]
update_info=x

[Proxy Settings]
AuthMode=0
NoProxyFor=localhost,.lan
Proxy Config Script=http://127.0.0.1/p.pac
ProxyType=${type}
httpProxy=http://proxy.test 3128
httpsProxy=http://proxy.test:3129
socksProxy=socks://proxy.test 1080

[Other]
httpProxy=x
`;

describe("KDE's settings", () => {
  it("by hand", () => {
    expect(shown(readKde(kde(1)))).toEqual({
      http: "http://proxy.test:3128",
      https: "http://proxy.test:3129",
      socks: "socks5h://proxy.test:1080",
      bypass: "localhost,.lan",
    });
  });
  it("in other ways", () => {
    expect(readKde(kde(0))).toEqual({ kind: "none" });
    expect(readKde(kde(2))).toEqual({ kind: "pac", source: "http://127.0.0.1/p.pac" });
    expect(readKde(kde(4))).toEqual({ kind: "environment" });
    expect(readKde("")).toEqual({ kind: "none" });
  });
});

describe("macOS's settings", () => {
  const text = `<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : 169.254/16
  }
  ExcludeSimpleHostnames : 1
  FTPPassive : 1
  HTTPEnable : 1
  HTTPPort : 3128
  HTTPProxy : proxy.test
  HTTPSEnable : 0
  HTTPSPort : 3129
  HTTPSProxy : proxy.test
  SOCKSEnable : 1
  SOCKSPort : 1080
  SOCKSProxy : proxy.test
}
`;
  it("by hand", () => {
    expect(shown(readScutil(text))).toEqual({
      http: "http://proxy.test:3128",
      https: null,
      socks: "socks5h://proxy.test:1080",
      bypass: "*.local,169.254.0.0/16,<local>",
    });
  });
  it("in other ways", () => {
    expect(readScutil("<dictionary> {\n}\n")).toEqual({ kind: "none" });
    const pac = `${text}  ProxyAutoConfigEnable : 1\n  ProxyAutoConfigURLString : http://127.0.0.1/p.pac\n`;
    expect(readScutil(pac)).toEqual({ kind: "pac", source: "http://127.0.0.1/p.pac" });
  });
});

describe("Windows' settings", () => {
  const registry = (...values: readonly string[]) =>
    `\r\nHKEY_CURRENT_USER\\Software\r\n${values.map((one) => `    ${one}\r\n`).join("")}\r\n`;
  it("one for all", () => {
    const text = registry(
      "ProxyEnable    REG_DWORD    0x1",
      "ProxyServer    REG_SZ    proxy.test:3128",
      "ProxyOverride    REG_SZ    *.corp;<local>",
    );
    expect(shown(readRegistry(text))).toEqual({
      http: "http://proxy.test:3128",
      https: "http://proxy.test:3128",
      socks: null,
      bypass: "*.corp;<local>",
    });
  });
  it("one for each", () => {
    const text = registry(
      "ProxyEnable    REG_DWORD    0x1",
      "ProxyServer    REG_SZ    http=a.test:1;https=b.test:2;socks=c.test:3",
    );
    expect(shown(readRegistry(text))).toEqual({
      http: "http://a.test:1",
      https: "http://b.test:2",
      socks: "socks5h://c.test:3",
      bypass: "",
    });
  });
  it("in other ways", () => {
    expect(readRegistry(registry("ProxyEnable    REG_DWORD    0x0"))).toEqual({ kind: "none" });
    expect(readRegistry("")).toEqual({ kind: "none" });
    expect(readRegistry(registry("AutoConfigURL    REG_SZ    http://127.0.0.1/p.pac"))).toEqual({
      kind: "pac",
      source: "http://127.0.0.1/p.pac",
    });
  });
});
