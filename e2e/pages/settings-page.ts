import type { Locator, Page } from "@playwright/test";

/** The editor of how requests are sent: of a request, a folder, a collection or the app. */
export class SettingsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The heading of a group; it opens and closes it. */
  group(name: string): Locator {
    return this.page.getByRole("heading", { level: 3 }).getByRole("button", {
      name: new RegExp(`^${name}\\b`),
    });
  }

  /** Opens every group. */
  async openAll(): Promise<void> {
    const closed = this.page
      .getByRole("heading", { level: 3 })
      .locator('button[aria-expanded="false"]');
    while ((await closed.count()) > 0) await closed.first().click();
  }

  line(label: string): Locator {
    return this.page.getByRole("group", { name: label, exact: true }).first();
  }

  number(label: string): Locator {
    return this.line(label).getByRole("textbox");
  }

  text(label: string): Locator {
    return this.line(label).getByRole("textbox", { name: label });
  }

  async filter(text: string): Promise<void> {
    await this.page.getByRole("searchbox", { name: "Filter settings" }).fill(text);
  }
}
