import { expect, test } from "./fixtures.ts";
import { startSecure } from "./peers/secure.ts";

test("a certificate nobody vouches for: refused, sent when this request says so, refused again", async ({
  app,
}) => {
  const secure = await startSecure();
  const refused = async () => {
    await app.request.send();
    await expect(app.response.problem).toContainText("DEPTH_ZERO_SELF_SIGNED_CERT");
    await expect(app.response.problem).toContainText("signed by itself, not by an authority");
  };
  const warning = app.page.getByText("Off: this request is sent to anyone who answers");
  try {
    await app.newRequest();
    await app.request.setUrl(`${secure.url}/first`);
    await refused();
    expect(secure.paths()).toEqual([]);

    await app.response.remedy("Change the verification").click();
    await expect(app.request.verification).toBeFocused();
    await expect(app.request.verification).toBeChecked();
    await app.page.keyboard.press("Space");
    await expect(app.request.verification).not.toBeChecked();
    await expect(warning).toBeVisible();
    await app.request.send();
    await expect(app.response.status).toHaveText(/200 OK/);
    await expect(app.response.pane).toContainText("not verified");
    await expect(app.response.pane).toContainText("over TLS");
    expect(secure.paths()).toEqual(["/first"]);

    // Another request is as careful as ever.
    await app.newRequest();
    await app.request.setUrl(`${secure.url}/second`);
    await refused();

    await app.tabs.first().getByRole("button").first().click();
    await expect(app.request.url).toHaveValue(`${secure.url}/first`);
    await app.request.verification.click({ force: true });
    await expect(app.request.verification).toBeChecked();
    await expect(warning).toBeHidden();
    await refused();
    expect(secure.paths()).toEqual(["/first"]);
  } finally {
    await secure.close();
  }
});
