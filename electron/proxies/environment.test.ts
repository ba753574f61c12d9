import { describe, expect, it } from "vitest";
import { proxyAddress } from "../../shared/model/network/proxy-address.ts";
import { type Environment, environmentProxy } from "./environment.ts";

const http = { scheme: "http", host: "a.test", port: 80, display: "http://a.test/" };
const https = { scheme: "https", host: "a.test", port: 443, display: "https://a.test/" };
const ws = { ...http, display: "ws://a.test/" };
const wss = { ...https, display: "wss://a.test/" };
const shown = (environment: Environment, target: typeof http): string => {
  const { ways, bypassed } = environmentProxy(environment, target);
  const [way] = ways;
  return bypassed ? "bypassed" : way == null ? "direct" : proxyAddress(way);
};

describe("the proxy of the environment", () => {
  it.each<[Environment, typeof http, string]>([
    [{}, http, "direct"],
    [{ http_proxy: "p" }, http, "http://p:1080"],
    [{ http_proxy: "http://p:3128/" }, http, "http://p:3128"],
    [{ http_proxy: "http://p:3128/a/b?c" }, http, "http://p:3128"],
    [{ http_proxy: "socks5h://u:p@p:1" }, http, "socks5h://p:1"],
    [{ HTTP_PROXY: "p" }, http, "direct"],
    [{ http_proxy: "p" }, https, "direct"],
    [{ https_proxy: "p" }, https, "http://p:1080"],
    [{ HTTPS_PROXY: "p" }, https, "http://p:1080"],
    [{ HTTPS_PROXY: "up", https_proxy: "low" }, https, "http://low:1080"],
    [{ all_proxy: "p" }, http, "http://p:1080"],
    [{ ALL_PROXY: "p" }, https, "http://p:1080"],
    [{ all_proxy: "all", http_proxy: "own" }, http, "http://own:1080"],
    [{ all_proxy: "all", http_proxy: "" }, http, "http://all:1080"],
    [{ http_proxy: "" }, http, "direct"],
    [{ http_proxy: "p", no_proxy: "", NO_PROXY: "a.test" }, http, "bypassed"],
    [{ http_proxy: "p", no_proxy: "a.test" }, http, "bypassed"],
    [{ http_proxy: "p", NO_PROXY: "test" }, http, "bypassed"],
    [{ http_proxy: "p", no_proxy: "b.test", NO_PROXY: "a.test" }, http, "http://p:1080"],
    [{ http_proxy: "p", no_proxy: "*" }, http, "bypassed"],
    [{ http_proxy: "https://[::1]:8443" }, http, "https://[::1]:8443"],
    [{ http_proxy: "https://p" }, http, "https://p:443"],
    [{ ws_proxy: "w", http_proxy: "p" }, ws, "http://w:1080"],
    [{ WS_PROXY: "w", http_proxy: "p" }, ws, "http://w:1080"],
    [{ http_proxy: "p", all_proxy: "a" }, ws, "http://p:1080"],
    [{ ws_proxy: "w", wss_proxy: "s" }, wss, "http://s:1080"],
    [{ HTTPS_PROXY: "p" }, wss, "http://p:1080"],
    [{ all_proxy: "a" }, wss, "http://a:1080"],
    [{ ws_proxy: "w", no_proxy: "a.test" }, ws, "bypassed"],
    [{ ws_proxy: "w" }, http, "direct"],
  ])("%j for %j is %s", (environment, target, expected) => {
    expect(shown(environment, target)).toBe(expected);
  });

  it("takes user and password, percent-decoded", () => {
    const { ways } = environmentProxy({ http_proxy: "http://us%40er:pa%3Ass@p:1" }, http);
    expect(ways[0]).toMatchObject({ username: "us@er", password: "pa:ss", auth: "basic" });
  });

  it("names the variable that cannot be understood", () => {
    expect(() => environmentProxy({ http_proxy: "gopher://p" }, http)).toThrowError(
      expect.objectContaining({
        failure: expect.objectContaining({ code: "proxy-environment", place: "http_proxy" }),
      }),
    );
  });
});
