import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newAuth } from "../../../../shared/model/auth-fields.ts";
import type { OAuth2Auth } from "../../../../shared/model/oauth2.ts";
import { plainSettings } from "../../../client/client.testing.ts";
import {
  clientSecret,
  signIn,
  startProvider,
  type TestProvider,
} from "../../../oauth2/provider.testing.ts";
import { tokenOf } from "./tokens.ts";

let provider: TestProvider;
let data = "";
beforeAll(async () => {
  provider = await startProvider();
  data = await mkdtemp(join(tmpdir(), "envoi-cli-tokens-"));
});
afterAll(async () => {
  await provider.close();
  await rm(data, { recursive: true, force: true });
});

const person = (prompt: string): OAuth2Auth => ({
  ...newAuth("oauth2"),
  authorizationUrl: `${provider.url}/auth`,
  accessTokenUrl: `${provider.url}/token`,
  clientId: "code",
  clientSecret,
  scope: "openid",
  authorizationParameters: [{ name: "prompt", value: prompt, placement: "query" }],
});

/** Somebody who signs in wherever they are told to; what was told, by line. */
function willing() {
  const told: string[] = [];
  return {
    told,
    line(text: string) {
      told.push(text);
      const url = /^http:.*$/m.exec(text)?.[0];
      if (url !== undefined) void signIn(url);
    },
  };
}

test("a flow that needs a person: named without --sign-in, gone through with it", async () => {
  await expect(
    tokenOf(person("consent"), plainSettings, { data, owner: null, person: null }),
  ).rejects.toMatchObject({
    failure: { code: "oauth2-no-token", remedy: expect.stringContaining("--sign-in") as string },
  });
  const ana = willing();
  const token = await tokenOf(person("consent"), plainSettings, { data, owner: null, person: ana });
  expect(token).toMatchObject({ kind: "token", prefix: "Bearer" });
  expect(ana.told).toEqual([expect.stringMatching(/^Sign in at this address.*\nhttp:\S+$/)]);
});

test("a sign-in that is refused: the server's own words, then the failure", async () => {
  const ana = willing();
  await expect(
    tokenOf(person("none"), plainSettings, { data, owner: null, person: ana }),
  ).rejects.toMatchObject({ failure: { code: "oauth2-login-required" } });
  expect(ana.told.at(-1)).toBe("The server says: End-User authentication is required");
});
