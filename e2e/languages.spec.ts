import { homedir } from "node:os";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { EnvoiPage } from "./pages/envoi-page.ts";
import { tour } from "./pages/tour.ts";
import { startScripted } from "./peers/scripted.ts";

/** What a person reads or hears on a screen: texts, names, placeholders, tooltips. What they typed or received is left out. */
async function wordsOf(page: Page): Promise<ReadonlySet<string>> {
  const texts = await page.evaluate(() => {
    // Bytes, bodies, names of files and keys are the same in every language.
    const data =
      ".monaco-editor, [translate=no], [role=tree], [role=listbox], code, kbd, pre, table, [aria-label*='wire' i] [data-row], textarea";
    const found: string[] = [];
    const seen = (element: Element | null) =>
      element !== null && element.checkVisibility({ visibilityProperty: true });
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (seen(parent) && !parent?.closest(data)) found.push(node.textContent ?? "");
    }
    for (const element of document.querySelectorAll("[aria-label], [placeholder], [title]")) {
      if (!seen(element) || element.closest(".monaco-editor, [role=tree]")) continue;
      for (const name of ["aria-label", "placeholder", "title"]) {
        found.push(element.getAttribute(name) ?? "");
      }
    }
    return found;
  });
  return new Set(texts.map((text) => text.replaceAll(/\s+/g, " ").trim()).filter(isWords));
}

/** More than figures, signs and one short word. */
const isWords = (text: string) => /\p{L}{3,}/u.test(text);

/** The same in both languages. */
const same: readonly RegExp[] = [
  // Words that French shares, and marks.
  /^(Collections?|Cookies|Message|Proxy|Silence(, ms)?|Scripts|Total|Trace|Type|Description|Variables?|Secrets|Version|Actions|Format|Note|Service|Signatures?|Sections|client|RAW|demo)$/,
  // Keys.
  /^((Ctrl|Alt|Shift)\+)*(Enter|Esc|[A-Z0-9,←→])$/,
  // Names of protocols, formats, headers and languages.
  /^(URL|https?|HTTP\/.*|TLS( 1\.\d)?|ALPN|TCP_NODELAY\.|Secure|HttpOnly|SameSite|JSON|XML|SPARQL|GraphQL|graphql|OAuth 2|OpenCollection, YAML|PKCE|basic|oauth2|awsv4|Multipart|multipart|json|utf-8|Basic|Bearer|CR LF|LF|GET|POST)$/,
  /^(English|Français|Git|Envoi.*|gzip, deflate, br, zstd|application\/json)$/,
  /^(Host|User-Agent|Accept(-Encoding)?|Location|Set-Cookie|Content-(Length|Type)|Date|Connection|Keep-Alive|Authorization|X-Amz-Date|xApiKey|GET \/a \/ X-Api-Key)$/,
  // Masked.
  /••••••$/,
  // Data: addresses, paths, variables, bytes, and what the demo holds and answers.
  /:\/\/|^[/{:]|^\$\.|\d+\.\d+\.\d+\.\d+|\.yml$|envoi-demo|Demo|^[\w-]+:( |$)|HTTP\/|^s\?dry|^1\.1··|^POST /i,
  /^(Echo|Flow|Cut short|Status|A page|dry|true|flavour|vanilla|size|large|code)$/,
  /^(I'm a Teapot|This is status 4.*|x-request-source|the same name twice is two lines on the wire)$/i,
];

/** The folders above the home folder, which the pickers show. */
const folders: ReadonlySet<string> = new Set(homedir().split("/"));

test.use({ actionTimeout: 15_000 });

for (const [walk, screens] of Object.entries(tour)) {
  test(`no English is left in French: ${walk}`, async ({ app, page, context }) => {
    test.setTimeout(240_000);
    // A second window changes the setting, so that the first keeps its screen, dialogs and all.
    const control = new EnvoiPage(await context.newPage());
    await control.open(new URL("/", page.url()).href);
    const left: string[] = [];
    for (const screen of screens) {
      await screen.show(app);
      const english = await wordsOf(page);
      await control.speak("Français");
      await expect(page.locator("html")).toHaveAttribute("lang", "fr");
      const french = await wordsOf(page);
      await control.speak("English");
      await expect(page.locator("html")).toHaveAttribute("lang", "en");
      const untranslated = [...french].filter(
        (text) =>
          english.has(text) && !folders.has(text) && !same.some((known) => known.test(text)),
      );
      left.push(...untranslated.map((text) => `${screen.name}: ${text}`));
    }
    expect([...new Set(left)]).toEqual([]);
  });
}

test("figures are written as the language writes them", async ({ app, page }) => {
  const long = "x".repeat(1_234_567);
  const peer = await startScripted({
    big: { bytes: `HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n${long}` },
  });
  try {
    await app.newRequest();
    await app.request.setUrl(`${peer.url}/big`);
    await app.request.send();
    await expect(app.response.pane).toContainText("1.2\u00a0MB");
    await app.speak("Français");
    const pane = page.getByRole("region", { name: "Réponse", exact: true });
    await expect(pane).toContainText("1,2\u00a0Mo");
    await expect(pane).toContainText(
      "La connexion s’est terminée avant que les octets annoncés par Content-Length soient arrivés.",
    );
    await expect(pane).toContainText(/1[\u202f\u00a0]234[\u202f\u00a0]\d{3}/);
  } finally {
    await peer.close();
  }
});
