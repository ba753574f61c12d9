import { expect, test } from "./fixtures.ts";
import { EnvoiPage } from "./pages/envoi-page.ts";

test("an editor that cannot be loaded says so, keeps the text, and comes when it can be", async ({
  envoi,
  page,
  context,
}) => {
  // The editor is loaded when the window has nothing else to do; here, when it is wanted.
  await page.addInitScript(() => {
    window.requestIdleCallback = () => 0;
  });
  const app = new EnvoiPage(page);
  await app.open(envoi.address);
  await app.newRequest();
  await context.setOffline(true);
  await app.request.chooseBody("JSON");
  const failed = page.getByRole("alert").filter({ hasText: "The editor could not be loaded" });
  await expect(failed).toBeVisible();
  await app.request.setUrl("http://127.0.0.1:9/typed-meanwhile");
  await failed.getByRole("button", { name: "Try again" }).click();
  await expect(failed).toBeVisible();
  await context.setOffline(false);
  await failed.getByRole("button", { name: "Try again" }).click();
  await expect(app.request.body).toBeVisible();
  await expect(app.request.url).toHaveValue("http://127.0.0.1:9/typed-meanwhile");
});
