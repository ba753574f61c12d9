// @ts-check
/** Draws renderer/icon.svg as the PNG files that packages need, with the test browser. Run after changing the drawing. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { chromium } from "playwright";
import { browserArgs, findBrowser } from "./browser.mjs";

const sizes = [16, 32, 48, 64, 128, 256, 512, 1024];

const program = findBrowser();
const svg = await readFile("renderer/icon.svg", "utf8");
const browser = await chromium.launch({
  args: browserArgs,
  ...(program === null ? {} : { executablePath: program }),
});
try {
  await mkdir("build/icons", { recursive: true });
  const page = await browser.newPage();
  for (const size of sizes) {
    await page.setViewportSize({ width: size, height: size });
    const style = `html,body{margin:0;background:transparent}svg{display:block;width:${size}px;height:${size}px}`;
    await page.setContent(`<style>${style}</style>${svg}`);
    const png = await page.screenshot({ omitBackground: true });
    // Linux takes one file for each size; the other systems' formats are made from the largest.
    await writeFile(size === 1024 ? "build/icon.png" : `build/icons/${size}x${size}.png`, png);
  }
} finally {
  await browser.close();
}
