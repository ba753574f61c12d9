import type { Locator, Page } from "@playwright/test";

/** What was sent before, in the popover of the response. */
export class HistoryPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get #panel(): Locator {
    return this.page.getByRole("dialog", { name: "History" });
  }

  async open(): Promise<void> {
    await this.page.getByRole("button", { name: "What was sent before" }).click();
    await this.#panel.waitFor();
  }

  async of(which: "This request" | "All requests"): Promise<void> {
    await this.#panel.getByRole("radio", { name: which }).click();
  }

  get rows(): Locator {
    return this.#panel.getByRole("row");
  }

  async replay(row: number): Promise<void> {
    await this.rows.nth(row).getByRole("button", { name: "Send the same bytes again" }).click();
  }

  /** Beside what is shown. */
  async compare(row: number): Promise<void> {
    await this.rows
      .nth(row)
      .getByRole("button", { name: /^Compare with/ })
      .click();
  }

  async remove(row: number): Promise<void> {
    await this.rows.nth(row).getByRole("button", { name: "Remove from the history" }).click();
  }

  /** What is shown is not the latest. */
  get olderNote(): Locator {
    return this.page.getByRole("status").filter({ hasText: "From the history" });
  }

  get latestButton(): Locator {
    return this.page.getByRole("button", { name: "Show the latest" });
  }
}
