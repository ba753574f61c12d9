import { expect, test } from "./fixtures.ts";
import { AuthPage } from "./pages/auth-page.ts";
import { SecretsPage } from "./pages/secrets-page.ts";
import { startGuarded, user } from "./peers/guarded.ts";

test("schemes are found by name, filled in and accepted by a server that asks", async ({
  app,
  page,
}) => {
  const peer = await startGuarded();
  const auth = new AuthPage(page);
  try {
    await app.newRequest();
    await app.request.setUrl(`${peer.url}/basic`);
    await app.request.send();
    await expect(app.response.status).toHaveText(/401/);

    await app.request.part(/^Auth/);
    await auth.choose("Basic");
    await auth.field("User name").fill(user.name);
    await auth.field("Password").fill(user.password);
    // What it adds is shown, what proves it is not.
    await expect(page.getByText("Authorization: Basic ••••••")).toBeVisible();
    await app.request.send();
    await expect(app.response.status).toHaveText(/200/);

    // Name and password go along; two hops: the challenge and the answer.
    await auth.choose("Digest");
    await expect(auth.field("User name")).toHaveValue(user.name);
    await app.request.setUrl(`${peer.url}/digest`);
    await app.request.send();
    await expect(app.response.status).toHaveText(/200/);
    await expect(app.response.hops).toHaveCount(2);

    await auth.choose("No auth");
    await app.request.send();
    await expect(app.response.status).toHaveText(/401/);
  } finally {
    await peer.close();
  }
});

test("OAuth 2: a token is fetched, shown, used and forgotten", async ({ app, page }) => {
  const peer = await startGuarded();
  const auth = new AuthPage(page);
  try {
    await app.newRequest();
    await app.request.setUrl(`${peer.url}/bearer`);
    await app.request.part(/^Auth/);
    await auth.choose("OAuth 2");
    await page.getByRole("button", { name: /Flow$/ }).click();
    await page.getByRole("option", { name: /^Client credentials/ }).click();
    await auth.field("Token URL").fill(`${peer.url}/token`);
    await auth.field("Client ID").fill("me");
    await auth.field("Client secret").fill("mine");
    await auth.token.getByRole("button", { name: "Get token" }).click();
    await expect(auth.token).toContainText("expires");
    expect(peer.tokens()).toHaveLength(1);
    expect(peer.tokens()[0]).toContain("grant_type=client_credentials");
    await app.request.send();
    await expect(app.response.status).toHaveText(/200/);
    // The token that was there was used.
    expect(peer.tokens()).toHaveLength(1);
    // Where every token that is kept is listed.
    const secrets = new SecretsPage(page);
    await secrets.open();
    const forget = auth.tokens.getByRole("button", { name: /^Forget the token of / });
    await expect(auth.tokens).toContainText("expires");
    await forget.click();
    await expect(auth.tokens).toContainText("No token yet.");
    await secrets.close();
    await expect(auth.token).toContainText("No token yet.");
  } finally {
    await peer.close();
  }
});
