import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

export type Theme = "dark" | "light" | "contrast";

/** Serious and critical violations of what is in sight, one line each. `rules`: these alone; null: all. */
export async function violations(
  page: Page,
  rules: readonly string[] | null,
): Promise<readonly string[]> {
  // The editor is Monaco's: its lines are drawn for the eye and read through its own text area.
  // Legacy mode is without a second page for the result; a preview's frame is not ours to judge.
  const axe = new AxeBuilder({ page }).setLegacyMode().exclude(".monaco-editor .view-lines");
  const { violations: found } = await (rules ? axe.withRules([...rules]) : axe).analyze();
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(
        (node) =>
          `${id}: ${node.html.slice(0, 160)} — ${node.any[0]?.message ?? node.failureSummary ?? ""}`,
      ),
    );
}

export async function setTheme(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({
    colorScheme: theme === "light" ? "light" : "dark",
    reducedMotion: "reduce",
  });
  // As the setting does it; the settings dialog would lie over what is looked at.
  await page.evaluate((name) => {
    document.documentElement.dataset["theme"] = name;
  }, theme);
}
