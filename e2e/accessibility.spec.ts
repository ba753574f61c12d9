import { expect, test } from "./fixtures.ts";
import { setTheme, violations } from "./pages/axe.ts";
import { tour } from "./pages/tour.ts";

test.use({ actionTimeout: 15_000 });

for (const [walk, screens] of Object.entries(tour)) {
  test(`nothing serious on any screen: ${walk}`, async ({ app, page }) => {
    test.setTimeout(240_000);
    const found: string[] = [];
    for (const screen of screens) {
      await screen.show(app);
      for (const theme of ["dark", "light", "contrast"] as const) {
        await setTheme(page, theme);
        // What is not a colour is the same in every theme.
        const lines = await violations(page, theme === "dark" ? null : ["color-contrast"]);
        found.push(...lines.map((line) => `${screen.name}, ${theme}: ${line}`));
      }
    }
    expect([...new Set(found)]).toEqual([]);
  });
}
