import { afterEach, expect, test, vi } from "vitest";
import { logFault } from "./log.ts";

afterEach(() => void vi.restoreAllMocks());

test("says where and what kind, never the message", () => {
  let text = "";
  vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    text += chunk.toString();
    return true;
  });
  logFault(
    "collections.open",
    Object.assign(new TypeError("https://a.test/?key=s3cret\nsecond s3cret"), { code: "EX" }),
  );
  logFault("link", "s3cret");
  expect(text).toContain("envoi: fault in collections.open: TypeError EX\n    at ");
  expect(text).toContain("envoi: fault in link: string\n");
  expect(text).not.toContain("s3cret");
});
