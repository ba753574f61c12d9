import { describe, expect, it } from "vitest";
import { groupWaiting, targetText } from "./waiting.ts";

describe("requests that wait", () => {
  it("are counted by where they want to go, the longest wait first", () => {
    const a = { scheme: "https", host: "a.test", port: 443 } as const;
    const b = { scheme: "http", host: "::1", port: 8080 } as const;
    expect(
      groupWaiting([
        { ...a, since: 30 },
        { ...b, since: 20 },
        { ...a, since: 10 },
      ]),
    ).toEqual([
      { target: "https://a.test", count: 2, since: 10 },
      { target: "http://[::1]:8080", count: 1, since: 20 },
    ]);
  });

  it("are named without the usual port", () => {
    expect(targetText({ scheme: "http", host: "a.test", port: 80 })).toBe("http://a.test");
    expect(targetText({ scheme: "http", host: "a.test", port: 443 })).toBe("http://a.test:443");
  });
});
