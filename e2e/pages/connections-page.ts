import type { Locator, Page } from "@playwright/test";

/** The connection ledger. */
export class ConnectionsPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get dialog(): Locator {
    return this.page.getByRole("dialog", { name: "Connections" });
  }

  /** The line of an open connection. */
  open(number: number): Locator {
    return this.dialog.getByRole("region", { name: "Open" }).getByRole("row", {
      name: new RegExp(`^#${number} `),
    });
  }

  /** The line of a closed one. */
  closed(number: number): Locator {
    return this.dialog.getByRole("region", { name: "Closed lately" }).getByRole("row", {
      name: new RegExp(`^#${number} `),
    });
  }

  async close(number: number): Promise<void> {
    await this.dialog.getByRole("button", { name: `Close connection #${number}` }).click();
  }
}
