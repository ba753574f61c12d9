import { describe, expect, test } from "vitest";
import { defaultNetwork } from "../../shared/model/network/network.ts";
import { attempt, step } from "./redirect.testing.ts";

describe("Referer of a redirect (curl's ;auto)", () => {
  const network = { ...defaultNetwork, autoReferer: true };
  const settings = { ...attempt().settings, network };
  const referers = (over: Parameters<typeof attempt>[0], to: string) =>
    step({ settings, ...over }, 302, to)
      .next?.headers.filter(({ name }) => /^referer$/i.test(name))
      .map(({ value }) => value);
  const typed = { name: "referer", value: "http://typed/", origin: "request" } as const;

  test.each([
    ["is where it came from", { from: "http://h/a?b=c" }, "/next", ["http://h/a?b=c"]],
    ["takes the place of a typed one", { headers: [typed] }, "/next", ["http://h/a/b"]],
    ["without userinfo and fragment", { from: "http://u:p@h/a#f" }, "/next", ["http://h/a"]],
    ["to another host too", {}, "http://other/", ["http://h/a/b"]],
    ["to https", {}, "https://h/", ["http://h/a/b"]],
    ["never from https to http", { from: "https://h/a", headers: [typed] }, "http://h/", []],
    ["is the person's own business by itself", { settings: attempt().settings }, "/next", []],
  ])("%s", (_, over, to, expected) => {
    expect(referers(over, to)).toEqual(expected);
  });
});
