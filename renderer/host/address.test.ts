import { expect, test } from "vitest";
import { bodyUrl, wireUrl } from "./address.ts";

test.each([
  [bodyUrl("20261122-a.0"), "/body/20261122-a.0"],
  [bodyUrl("a", { as: "bytes" }), "/body/a"],
  [bodyUrl("a", { encoded: true }), "/body/a?encoded=1"],
  [bodyUrl("a", { encoded: false, as: "preview" }), "/body/a?as=preview"],
  [bodyUrl("a", { encoded: true, as: "download" }), "/body/a?encoded=1&as=download"],
  [bodyUrl("../x?y#z"), "/body/..%2Fx%3Fy%23z"],
  [wireUrl("e-1", "socket"), "/wire/e-1/socket"],
])("%s", (url, wanted) => {
  expect(url).toBe(wanted);
});
