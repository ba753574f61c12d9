import { expect, test } from "vitest";
import type { AuthScheme } from "../../../shared/model/auth.ts";
import { newAuth } from "../../../shared/model/auth-fields.ts";
import { checkFields } from "./needed.ts";

const hawk = { ...newAuth("hawk"), id: "a", key: "b" };
const keys = { accessToken: "a", clientToken: "b", clientSecret: "c" };

test.each<readonly [AuthScheme, string | null]>([
  [newAuth("hawk"), "auth-empty auth.id"],
  [{ ...hawk, key: "" }, "auth-empty auth.key"],
  [{ ...hawk, timestamp: "soon" }, "auth-number auth.timestamp"],
  [{ ...hawk, timestamp: "1353832234" }, null],
  [newAuth("wsse"), "auth-empty auth.username"],
  [newAuth("oauth1"), "auth-empty auth.consumerKey"],
  [{ ...newAuth("akamai-edgegrid"), ...keys }, null],
  [{ ...newAuth("akamai-edgegrid"), ...keys, maxBodySize: "lots" }, "auth-number auth.maxBodySize"],
  [newAuth("jwt"), "auth-empty auth.secret"],
  [{ ...newAuth("jwt"), algorithm: "RS256" }, null],
  [newAuth("asap"), "auth-empty auth.issuer"],
  [{ ...newAuth("awsv4"), expires: "tomorrow" }, "auth-number auth.expires"],
  // A name or a password may be empty there.
  [newAuth("basic"), null],
])("%j: %s", (auth, wrong) => {
  let found: string | null = null;
  try {
    checkFields(auth);
  } catch (thrown) {
    const { failure } = thrown as { failure: { code: string; place: string } };
    found = `${failure.code} ${failure.place}`;
  }
  expect(found).toBe(wrong);
});
