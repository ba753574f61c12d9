import type { Locator, Page } from "@playwright/test";

/** The response of the active tab. */
export class ResponsePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get pane(): Locator {
    return this.page.getByRole("region", { name: "Response" });
  }

  get status(): Locator {
    return this.pane.getByRole("status").first();
  }

  async view(name: string): Promise<void> {
    await this.pane
      .getByRole("tablist", { name: "Parts of the response" })
      .getByRole("tab", { name: new RegExp(`^${name}`) })
      .click();
  }

  /** Everything the wire view has drawn. */
  get wire(): Locator {
    return this.pane.getByRole("region", { name: "Bytes on the wire" });
  }

  get marks(): Locator {
    return this.pane.getByRole("listbox", { name: "What the bytes mean" });
  }
}
