import type { Locator, Page } from "@playwright/test";

/** The search over requests and actions. */
export class PalettePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get field(): Locator {
    return this.page.getByRole("dialog").getByPlaceholder("Search requests and actions");
  }

  get options(): Locator {
    return this.page.getByRole("dialog").getByRole("option");
  }

  /** Types a name and runs what comes first. */
  async run(name: string): Promise<void> {
    await this.field.fill(name);
    await this.options.first().filter({ hasText: name }).waitFor();
    await this.field.press("Enter");
    await this.field.waitFor({ state: "detached" });
  }
}
