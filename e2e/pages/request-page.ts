import type { Locator, Page } from "@playwright/test";

/** The request of the active tab. */
export class RequestPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get url(): Locator {
    return this.page.getByLabel("URL", { exact: true });
  }

  get method(): Locator {
    return this.page.getByLabel("Method", { exact: true });
  }

  get sendButton(): Locator {
    return this.page.getByRole("main").getByRole("button", { name: "Send", exact: true });
  }

  async setUrl(url: string): Promise<void> {
    await this.url.fill(url);
  }

  async setMethod(method: string): Promise<void> {
    await this.method.fill(method);
    await this.method.press("Enter");
  }

  async send(): Promise<void> {
    await this.sendButton.click();
  }

  async part(name: string | RegExp): Promise<void> {
    await this.page
      .getByRole("tablist", { name: "Parts of the request" })
      .getByRole("tab", { name })
      .click();
  }
}
