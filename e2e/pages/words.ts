import { homedir } from "node:os";
import type { Page } from "@playwright/test";

/** What a person reads or hears on a screen: texts, names, placeholders, tooltips. What they typed or received is left out. */
export async function wordsOf(page: Page): Promise<ReadonlySet<string>> {
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

/** What a screen says in both languages and should not. */
export function untranslated(
  english: ReadonlySet<string>,
  french: ReadonlySet<string>,
): readonly string[] {
  return [...french].filter(
    (text) => english.has(text) && !folders.has(text) && !same.some((known) => known.test(text)),
  );
}
