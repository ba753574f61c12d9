import type { Locator, Page } from "@playwright/test";

/** The tree of collections. */
export class SidebarPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get tree(): Locator {
    return this.page.getByRole("tree", { name: "Collections and requests" });
  }

  item(name: string | RegExp): Locator {
    return this.tree.getByRole("treeitem", { name });
  }

  async openMenu(name: string | RegExp): Promise<void> {
    await this.item(name).click({ button: "right" });
  }

  async choose(entry: string | RegExp): Promise<void> {
    await this.page.getByRole("menuitem", { name: entry }).click();
  }
}
