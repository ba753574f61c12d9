import { expect, test } from "./fixtures.ts";
import { startScripted } from "./peers/scripted.ts";

test("figures are written as the language writes them", async ({ app, page }) => {
  const long = "x".repeat(1_234_567);
  const peer = await startScripted({
    big: { bytes: `HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n${long}` },
  });
  try {
    await app.newRequest();
    await app.request.setUrl(`${peer.url}/big`);
    await app.request.send();
    await expect(app.response.pane).toContainText("1.2\u00a0MB");
    await app.speak("Français");
    const pane = page.getByRole("region", { name: "Réponse", exact: true });
    await expect(pane).toContainText("1,2\u00a0Mo");
    await expect(pane).toContainText(
      "La connexion s’est terminée avant que les octets annoncés par Content-Length soient arrivés.",
    );
    await expect(pane).toContainText(/1[\u202f\u00a0]234[\u202f\u00a0]\d{3}/);
  } finally {
    await peer.close();
  }
});
