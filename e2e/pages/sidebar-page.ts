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

  get filter(): Locator {
    return this.page.getByRole("searchbox", { name: "Filter requests" });
  }

  item(name: string | RegExp): Locator {
    return this.tree.getByRole("treeitem", { name });
  }

  /** The row the keys act on. */
  get cursor(): Locator {
    return this.tree.locator("[data-cursor]");
  }

  /** What the rows say, from the top. */
  async rows(): Promise<readonly string[]> {
    return this.tree.getByRole("treeitem").allInnerTexts();
  }

  /** Opens a folder or a collection of the tree; does nothing when it is open. */
  async expand(name: string | RegExp): Promise<void> {
    const row = this.item(name);
    if ((await row.getAttribute("aria-expanded")) === "false") await row.click();
  }

  /** Opens all folders, whatever is in them. */
  async expandAll(): Promise<void> {
    const closed = this.tree.locator('[role="treeitem"][aria-expanded="false"]');
    while ((await closed.count()) > 0) await closed.first().click();
  }

  /** The rows that are no folders. */
  get requests(): Locator {
    return this.tree.locator('[role="treeitem"]:not([aria-expanded])');
  }

  /** Drags a row by pointer into another, as a person does: in steps. */
  async dragOnto(from: string | RegExp, into: string | RegExp): Promise<void> {
    await this.item(from).hover();
    await this.page.mouse.down();
    const box = await this.item(into).boundingBox();
    if (!box) throw new Error("the target is not in sight");
    await this.page.mouse.move(box.x + 60, box.y + box.height / 2, { steps: 6 });
    await this.tree.locator('[data-drop="into"]').waitFor();
    await this.page.mouse.up();
  }

  async openMenu(name: string | RegExp): Promise<void> {
    await this.item(name).click({ button: "right" });
  }

  async choose(entry: string | RegExp): Promise<void> {
    await this.page.getByRole("menuitem", { name: entry }).click();
  }

  /** Right click on a row, then an entry of its menu. */
  async act(name: string | RegExp, entry: string | RegExp): Promise<void> {
    await this.openMenu(name);
    await this.choose(entry);
  }

  /** The field a row is named in. */
  get nameField(): Locator {
    return this.tree.getByRole("textbox");
  }

  /** Types a name into the field that is open. */
  async typeName(name: string): Promise<void> {
    await this.nameField.fill(name);
    await this.nameField.press("Enter");
  }
}
