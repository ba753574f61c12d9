import { expect, test } from "vitest";
import type { Cookie } from "../../../shared/model/cookie.ts";
import { groupCookies } from "./group.ts";

const cookie = (domain: string, name: string, value = ""): Cookie => ({
  name,
  value,
  domain,
  path: "/",
  expires: null,
  secure: false,
  httpOnly: false,
  hostOnly: true,
  sameSite: "",
});
const jar = [cookie("b.test", "z"), cookie("a.test", "y", "Blue"), cookie("b.test", "x")];

test("cookies stand by domain, both sorted", () => {
  expect(
    groupCookies(jar, "").map(({ domain, cookies }) => [domain, cookies.map((c) => c.name)]),
  ).toEqual([
    ["a.test", ["y"]],
    ["b.test", ["x", "z"]],
  ]);
});

test.each([
  ["B.TEST", 2],
  ["blue", 1],
  [" x ", 1],
  ["none", 0],
])("the filter %s keeps %i", (text, count) => {
  expect(groupCookies(jar, text).flatMap(({ cookies }) => cookies)).toHaveLength(count);
});
