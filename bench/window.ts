import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Page } from "playwright";
import { browserArgs, findBrowser } from "../scripts/browser.mjs";
import { generateCollection } from "./generated.ts";
import { beside, isBuilt, type Measure, median } from "./ratio.ts";

const folders = 100;
const inEach = 100;
const rounds = 5;
/** ms until a person can use the tree. */
const mostOpen = 1000;
/** ms: a frame at 60 a second. Their times are read to a tenth. */
const frame = 16.8;

/**
 * 10,000 requests in the window (headless, on the loopback host): from pressing "Open" until the dialog is gone and the tree is there, and
 * the times of frames while the sidebar scrolls through all of them.
 */
export const window: Measure = async () => {
  if (!isBuilt()) return "skipped: npm run build comes first";
  const executablePath = findBrowser();
  if (executablePath === null) return "skipped: no browser was found";
  const root = await mkdtemp(path.join(tmpdir(), "envoi-bench-"));
  const browser = await chromium.launch({ executablePath, args: [...browserArgs] });
  try {
    const place = path.join(root, "collection");
    await generateCollection(place, { folders, inEach });
    const opened: number[] = [];
    const frames: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const host = await startHost(path.join(root, `data-${round}`));
      const page = await browser.newPage();
      try {
        await page.goto(host.url);
        const took = await openIn(page, place);
        if (round === 0) continue;
        opened.push(took);
        frames.push(...(await scroll(page)));
      } finally {
        await page.close();
        await host.stop();
      }
    }
    const sorted = frames.toSorted((left, right) => left - right);
    const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
    return [
      beside(
        `opening ${folders * inEach} requests in the window, until the dialog is gone`,
        "ms",
        median(opened),
        mostOpen,
      ),
      beside("a frame of scrolling through them, 95th percentile", "ms", at(0.95), frame),
      beside("a frame of scrolling through them, 99th percentile", "ms", at(0.99), 2 * frame),
    ];
  } finally {
    await browser.close();
    await rm(root, { recursive: true, force: true });
  }
};

/** ms from pressing the button. */
async function openIn(page: Page, place: string): Promise<number> {
  await page.getByRole("button", { name: "Open a folder" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Open a collection" });
  await dialog.getByRole("button", { name: "Type a path" }).click();
  await dialog.getByRole("textbox", { name: "Path" }).fill(place);
  await dialog.getByRole("textbox", { name: "Path" }).press("Enter");
  await dialog.getByRole("button", { name: /^Open ./ }).waitFor();
  return page.evaluate(async () => {
    const shown = () =>
      document.querySelector("[role=dialog]") === null &&
      document.querySelectorAll("[role=treeitem]").length > 20;
    const button = [...document.querySelectorAll<HTMLElement>("[role=dialog] button")].find((one) =>
      /^Open ./.test(one.textContent),
    );
    const start = performance.now();
    button?.click();
    while (!shown()) await new Promise(requestAnimationFrame);
    return performance.now() - start;
  });
}

/** Times of frames while every row passes: slowly, then in leaps. */
async function scroll(page: Page): Promise<readonly number[]> {
  // The filter opens every folder.
  await page.getByRole("searchbox").first().fill("request");
  await page.locator("[role=treeitem][aria-level='3']").first().waitFor();
  return page.evaluate(async () => {
    const tree = document.querySelector("[role=tree]");
    if (tree === null) return [];
    const next = () => new Promise<number>(requestAnimationFrame);
    const times: number[] = [];
    let before = await next();
    for (const step of [40, 2000])
      for (let count = 0; count < 150; count += 1) {
        tree.scrollTop += step;
        const now = await next();
        times.push(now - before);
        before = now;
      }
    return times;
  });
}

interface Host {
  readonly url: string;
  stop(): Promise<void>;
}

/** The built loopback host, with data of its own. */
async function startHost(data: string): Promise<Host> {
  const program = path.resolve("dist/main/loopback.js");
  const child: ChildProcess = spawn(
    process.execPath,
    [program, "--no-open", "--port", "0", "--data", data],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (bytes: Buffer) => {
      said += bytes.toString();
      const [, found] = /open at (\S+)/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once("exit", () => reject(new Error("the host ended")));
  });
  return {
    url,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
