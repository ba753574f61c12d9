import type { Locator, Page } from "@playwright/test";

/** The workspace, the search over collections and the changes since the last commit. */
export class WorkspacePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** What the name on the left of the command bar opens. */
  async show(): Promise<void> {
    await this.page
      .getByRole("banner")
      .getByRole("button", { name: /^Workspace/ })
      .click();
  }

  /** The dialog, by the workspace's name, or "Workspace" without one. */
  dialog(name: string): Locator {
    return this.page.getByRole("dialog", { name, exact: true });
  }

  /** Makes one with what is open now. */
  async create(parent: string, name: string): Promise<void> {
    const form = this.dialog("Workspace").getByRole("form", { name: "New workspace" });
    await form.getByRole("textbox", { name: "Name" }).fill(name);
    await form.getByRole("textbox", { name: "Place" }).fill(parent);
    await form.getByRole("button", { name: "Create workspace" }).click();
    await this.dialog(name).waitFor();
  }

  /** A line of the list in a dialog. */
  line(dialog: Locator, text: string): Locator {
    return dialog
      .getByRole("region", { name: "Collections" })
      .getByRole("listitem")
      .filter({ hasText: text });
  }

  get search(): Locator {
    return this.page.getByRole("dialog", { name: "Search collections" });
  }

  get results(): Locator {
    return this.search.getByRole("tree", { name: "Results" }).getByRole("treeitem");
  }

  async find(text: string): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+Shift+f");
    await this.search.getByRole("textbox", { name: "Find", exact: true }).fill(text);
  }

  get changes(): Locator {
    return this.page.getByRole("dialog", { name: /^Changes/ });
  }
}
