import { expect, test } from "vitest";
import type { ProxyServer } from "../../../shared/model/network/proxy.ts";
import { pastedProxy } from "./pasted-proxy.ts";

const server: ProxyServer = {
  scheme: "socks5",
  host: "",
  port: 1080,
  username: "ada",
  password: "before",
  auth: "digest",
  tunnel: true,
};

test.each<[string, Partial<ProxyServer>]>([
  ["http://proxy.test:3128", { scheme: "http", host: "proxy.test", port: 3128 }],
  [" https://proxy.test/ ", { scheme: "https", host: "proxy.test", port: 443 }],
  ["socks5h://[::1]:9050", { scheme: "socks5h", host: "::1", port: 9050 }],
  ["proxy.test:3128", { host: "proxy.test", port: 3128 }],
  [
    "http://eve:p%40ss@proxy.test:1",
    { scheme: "http", host: "proxy.test", port: 1, username: "eve", password: "p@ss" },
  ],
])("%j is taken apart, and what it does not name stays", (text, parts) => {
  expect(pastedProxy({ ...server, portTemplate: "{{port}}" }, text)).toEqual({
    ...server,
    ...parts,
  });
});

test.each(["proxy.test", "127.0.0.1", "{{proxy}}", "ftp://proxy.test:21", "http://", "::1"])(
  "%j is pasted as it is",
  (text) => {
    expect(pastedProxy(server, text)).toBeNull();
  },
);
