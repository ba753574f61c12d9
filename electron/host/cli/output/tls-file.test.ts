import { expect, test } from "vitest";
import type { Failure } from "../../../../shared/model/failure.ts";
import { parseOptions } from "../options/parse.ts";
import { byOption, tlsFileOf } from "./tls-file.ts";

const given = (words: string) => {
  const parsed = parseOptions(`${words} http://h/`.split(" "));
  if (parsed.kind === "bad") throw new Error(parsed.message);
  return parsed.operations.at(-1)?.given ?? [];
};
const failure = (over: Partial<Failure>): Failure => ({
  kind: "not-found",
  code: "not-found",
  message: "A file to send could not be read.",
  phase: "tls",
  place: "ca.pem",
  ...over,
});

test("a file for TLS that cannot be used is said of the option that named it, with curl's exit code", () => {
  const words = given("--cacert other.pem --proxy-cacert folder/ca.pem");
  expect(byOption(failure({}), words)).toMatchObject({
    message: "The file --proxy-cacert names is not there.",
    place: "--proxy-cacert",
  });
  const wrong = failure({ kind: "input", message: "It holds no certificate." });
  expect(byOption(wrong, words)).toMatchObject({
    message: "It holds no certificate.",
    place: "--proxy-cacert",
    remedy: expect.stringContaining("--proxy-cacert"),
  });
  expect(tlsFileOf(failure({ kind: "storage" }), words)?.code).toBe(77);
  expect(tlsFileOf(failure({}), given("--crlfile ca.pem"))?.code).toBe(82);
});

test("any other failure stays as it is", () => {
  const words = given("--cacert ca.pem");
  for (const other of [
    failure({ place: "me.pem" }),
    failure({ phase: "send" }),
    failure({ kind: "tls" }),
  ])
    expect(byOption(other, words)).toBe(other);
  expect(byOption(null, words)).toBeNull();
});
