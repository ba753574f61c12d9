import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "playwright";
import { type Canary, type Finding, findBelow, findIn } from "./search.ts";

const host = fileURLToPath(new URL("../../dist/main/loopback.js", import.meta.url));

/** The parts of scripts/browser.mjs that are used here. */
interface BrowserScript {
  readonly browserArgs: readonly string[];
  findBrowser(): string | null;
}

/** What a real browser kept of the window; null: there is no browser or no built page. */
export interface BrowserOutcome {
  /** Files of the browser's profile that were searched. */
  readonly files: number;
  readonly found: readonly Finding[];
}

export interface BrowserPlace {
  readonly data: string;
  readonly profile: string;
  readonly collection: string;
  /** A secret of the environment that is typed into the window. */
  readonly typed: { readonly variable: string; readonly canary: Canary };
  readonly passphrase: Canary;
  readonly environment: string;
  readonly canaries: readonly Canary[];
}

/**
 * Drives Chromium at the loopback host as a person: unlocks, types a secret, sends, looks at the response, the wire, the code and the history.
 * Then the page, its address, its storage and, once the browser has ended, every file of its profile are searched.
 */
export async function tryBrowser(place: BrowserPlace): Promise<BrowserOutcome | null> {
  const script = new URL("../../scripts/browser.mjs", import.meta.url).href;
  const { browserArgs, findBrowser } = (await import(script)) as BrowserScript;
  const executablePath = findBrowser();
  if (executablePath === null || !existsSync(host)) return null;
  const { canaries } = place;
  const found: Finding[] = [];
  const envoi = spawn(process.execPath, [host, "--no-open", "--port", "0", "--data", place.data], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: Buffer[] = [];
  envoi.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  try {
    const address = await addressOf(envoi);
    const context = await chromium.launchPersistentContext(place.profile, {
      executablePath,
      args: ["--headless=new", ...browserArgs],
      headless: false,
    });
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      const look = async (where: string): Promise<void> => {
        const kept = await page.evaluate(keptByThePage);
        const told = JSON.stringify({ kept, address: page.url(), html: await page.content() });
        found.push(...findIn(Buffer.from(told), `the browser: ${where}`, canaries));
        const cookies = JSON.stringify(await context.cookies());
        found.push(...findIn(Buffer.from(cookies), "the browser's cookies", canaries));
      };
      await page.goto(address);
      await page.getByRole("main").waitFor();
      await unlock(page, place.passphrase.core);
      await look("unlocked");
      await work(page, place, look);
    } finally {
      await context.close();
    }
  } finally {
    envoi.kill("SIGTERM");
    if (envoi.exitCode === null) await once(envoi, "exit");
  }
  found.push(...findIn(Buffer.concat(said), "what envoi serve prints", canaries));
  const below = await findBelow(place.profile, canaries);
  return { files: below.files, found: [...found, ...below.found] };
}

async function unlock(page: Page, passphrase: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+,");
  const dialog = page.getByRole("dialog", { name: "Settings" });
  await dialog.getByRole("tab", { name: "Secrets" }).click();
  const field = dialog.getByRole("textbox", { name: "Locked. Passphrase" });
  await field.fill(passphrase);
  await field.press("Enter");
  await dialog.getByText("Unlocked", { exact: true }).waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "detached" });
}

async function work(
  page: Page,
  { environment, typed }: BrowserPlace,
  look: (where: string) => Promise<void>,
): Promise<void> {
  // The collection is the one that was open; its folders are closed at first.
  await page.getByRole("treeitem", { name: /Trial$/ }).waitFor();
  const closed = page.locator('[role="treeitem"][aria-expanded="false"]');
  while ((await closed.count()) > 0) await closed.first().click();
  await page
    .getByRole("treeitem", { name: /r0(?!\d)/ })
    .first()
    .click();
  await page.getByRole("button", { name: /^Environment: / }).click();
  await page.getByRole("menuitem", { name: new RegExp(`${environment}$`) }).click();
  await page.getByRole("button", { name: /^Environment: / }).click();
  await page.getByRole("menuitem", { name: `Edit ${environment}` }).click();
  const cell = page.getByLabel(/^Value, row 1\./);
  await cell.fill(typed.canary.core);
  await cell.press("Enter");
  // Until it is kept the field holds what was typed, for the person who types it.
  // Asked anew each time: waiting inside the page would need `eval`, which our policy refuses.
  const held = page.locator('input[type="password"]');
  const typedStill = (): Promise<boolean> =>
    held.evaluateAll((fields) => fields.some((field) => "value" in field && field.value !== ""));
  while (await typedStill()) await page.evaluate("0");
  await look("a secret was typed");
  await page
    .getByRole("treeitem", { name: /r0(?!\d)/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByText("200 OK").first().waitFor();
  await look("sent");
  for (const view of ["Headers", "Timeline", "Wire"]) {
    await page
      .getByRole("tab", { name: new RegExp(`^${view}`) })
      .last()
      .click();
    await look(view);
  }
  await page.keyboard.press("ControlOrMeta+Alt+c");
  await page.getByRole("dialog").first().waitFor();
  await look("code");
  await page.keyboard.press("Escape");
  await page.reload();
  await page.getByRole("main").waitFor();
  await look("loaded again");
}

/** Runs in the page: what it keeps beside what it shows. */
const keptByThePage = `(async () => {
  const all = (storage) => Object.keys(storage).flatMap((key) => [key, storage.getItem(key)]);
  const databases = (await indexedDB.databases?.()) ?? [];
  return {
    local: all(localStorage),
    session: all(sessionStorage),
    databases: databases.map(({ name }) => name),
    caches: await caches.keys().catch(() => []),
    name: window.name,
    state: JSON.stringify(history.state),
    typed: [...document.querySelectorAll("input, textarea")].map((field) => String(field.value)),
  };
})()`;

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("no output");
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /(http:\/\/127\.0\.0\.1:\d+\/\S*)/.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error("Envoi printed no address");
}
