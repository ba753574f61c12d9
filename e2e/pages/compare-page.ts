import type { Locator, Page } from "@playwright/test";

/** Two exchanges side by side. */
export class ComparePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get dialog(): Locator {
    return this.page.getByRole("dialog", { name: "Compare exchanges" });
  }

  async part(name: RegExp): Promise<void> {
    await this.dialog
      .getByRole("tablist", { name: "Parts of both" })
      .getByRole("tab", { name })
      .click();
  }

  /** A line of the table that is shown, by something in it. */
  line(text: string | RegExp): Locator {
    return this.dialog.getByRole("row").filter({ hasText: text });
  }

  /** Whether the bodies are the same, and where they first differ. */
  get verdict(): Locator {
    return this.dialog.getByRole("status");
  }

  async bodyMode(name: string): Promise<void> {
    await this.dialog
      .getByRole("radiogroup", { name: "How to compare" })
      .getByRole("radio", { name })
      .click();
  }

  side(name: "Left" | "Right"): Locator {
    return this.dialog.getByRole("button", { name: new RegExp(`${name}$`) });
  }

  async close(): Promise<void> {
    await this.dialog.getByRole("button", { name: "Close" }).click();
    await this.dialog.waitFor({ state: "detached" });
  }
}
