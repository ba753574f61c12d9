import { expect, test } from "vitest";
import { isCredentialField } from "./credentials.ts";

test.each([
  ["Authorization", true],
  ["X-API-Key", true],
  ["api_key", true],
  ["apikey", true],
  ["X-Auth-Token", true],
  ["PRIVATE-TOKEN", true],
  ["x-goog-api-key", true],
  ["Ocp-Apim-Subscription-Key", true],
  ["X-Amz-Security-Token", true],
  ["X-Session-Id", true],
  ["X-Secret", true],
  ["X-MyToken", true],
  ["X-Signature", true],
  ["Accept", false],
  ["Content-Type", false],
  ["X-Request-Id", false],
  ["Idempotency-Key", false],
  ["X-Author", false],
  ["X-Keyboard", false],
  ["If-Match", false],
])("%s is a credential: %s", (name, is) => {
  expect(isCredentialField(name)).toBe(is);
});
