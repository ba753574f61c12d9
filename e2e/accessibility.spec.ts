import { expect, test } from "./fixtures.ts";
import { setTheme, violations } from "./pages/axe.ts";
import { EnvoiPage } from "./pages/envoi-page.ts";
import { tour } from "./pages/tour.ts";
import { untranslated, wordsOf } from "./pages/words.ts";

test.use({ actionTimeout: 15_000 });

// Both are asked on one walk: bringing a screen into sight takes as long as looking at it.
for (const [walk, screens] of Object.entries(tour)) {
  test(`nothing serious on any screen, and no English in French: ${walk}`, async ({
    app,
    page,
    context,
  }) => {
    test.setTimeout(240_000);
    // A second window changes the setting, so that the first keeps its screen, dialogs and all.
    const control = new EnvoiPage(await context.newPage());
    await control.open(new URL("/", page.url()).href);
    await control.openSettings();
    const found: string[] = [];
    const left: string[] = [];
    for (const screen of screens) {
      await screen.show(app);
      for (const theme of ["dark", "light", "contrast"] as const) {
        await setTheme(page, theme);
        // What is not a colour is the same in every theme.
        const lines = await violations(page, theme === "dark" ? null : ["color-contrast"]);
        found.push(...lines.map((line) => `${screen.name}, ${theme}: ${line}`));
      }
      const english = await wordsOf(page);
      await control.chooseLanguage("Français");
      await expect(page.locator("html")).toHaveAttribute("lang", "fr");
      const french = await wordsOf(page);
      await control.chooseLanguage("English");
      await expect(page.locator("html")).toHaveAttribute("lang", "en");
      left.push(...untranslated(english, french).map((text) => `${screen.name}: ${text}`));
    }
    expect([...new Set(found)], "serious or critical").toEqual([]);
    expect([...new Set(left)], "not translated").toEqual([]);
  });
}
