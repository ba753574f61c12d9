import type { Locator, Page } from "@playwright/test";

/** The Auth page of a request. */
export class AuthPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async choose(scheme: string): Promise<void> {
    await this.page.getByRole("button", { name: /How the request authenticates$/ }).click();
    await this.page.getByRole("searchbox", { name: "Find a scheme" }).fill(scheme);
    await this.page.getByRole("option", { name: scheme, exact: true }).click();
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  /** What this machine keeps, in the settings. */
  get tokens(): Locator {
    return this.page.getByRole("region", { name: "OAuth 2 tokens", exact: true });
  }

  /** What OAuth 2 has fetched. */
  get token(): Locator {
    return this.page.getByRole("region", { name: "Token", exact: true });
  }
}
