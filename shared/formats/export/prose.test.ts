import fc from "fast-check";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { proseHtml } from "./prose.ts";

const inside = (markdown: string): string =>
  proseHtml(markdown)
    .replace(/^<div class="docs">|<\/div>\n$/g, "")
    .trim();

test.each([
  ["", ""],
  [
    "# Orders\n\nAll *of* **them**.",
    "<h3>Orders</h3>\n<p>All <em>of</em> <strong>them</strong>.</p>",
  ],
  ["- [x] a\n- [ ] `b<c`", "<ul>\n<li>☑ a</li>\n<li>☐ <code>b&lt;c</code></li>\n</ul>"],
  ["3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'],
  [
    "|a|b|\n|-|-|\n|1|~~2~~|",
    "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>1</td><td><del>2</del></td></tr>\n</table>",
  ],
  ['```json\n{"a": 1}\n```', "<pre>{&quot;a&quot;: 1}</pre>"],
  ["> quoted\n\n---", "<blockquote>\n<p>quoted</p>\n</blockquote>\n<hr>"],
  ["[a](https://b.test/?c=1&d=2 'e')", '<p><a href="https://b.test/?c=1&amp;d=2">a</a></p>'],
  ["![a](https://b.test/c.png)", '<p><a href="https://b.test/c.png">a</a></p>'],
  ["caf&eacute; & {{token}}", "<p>caf&eacute; &amp; {{token}}</p>"],
  ["a <b onclick=x>c</b>", "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>"],
  ["<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"],
  ["[a](javascript:alert(1))", "<p>a</p>"],
  ["[a](javascript&#58;alert(1))", "<p>a</p>"],
  ["[a](data:text/html,b) [c](//d.test) [e](file:///f)", "<p>a c e</p>"],
])("%j", (markdown, html) => {
  expect(inside(markdown)).toBe(html);
});

test("nested beyond all reason, or very long, it stands as it is typed", () => {
  expect(proseHtml("> ".repeat(60_000))).toContain('class="docs"');
  expect(inside(`*a* ${"b".repeat(200_000)}`)).toMatch(/^<div class="typed">\*a\* b+<\/div>$/);
});

const pieces = fc.constantFrom(
  ...[
    "<",
    ">",
    '"',
    "'",
    "&",
    "&#58;",
    "](",
    "[",
    "![",
    ")",
    "*",
    "_",
    "`",
    "```\n",
    "\n",
    "\n\n",
    "- ",
    "1. ",
    "> ",
    "# ",
    "|",
    "|-|\n",
  ],
  ...[
    "javascript:",
    "https://a.test",
    "mailto:",
    "<script>",
    "<!--",
    "\\",
    "  ",
    "\t",
    "a",
    "é",
    "~~",
    "[x]: https://b.test\n",
  ],
);

test("whatever is typed gives known tags alone, whole, and leads nowhere else", () => {
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join("")),
      (markdown) => {
        const parser = new SaxesParser({ fragment: true });
        parser.on("opentag", ({ name, attributes }) => {
          expect(name).toMatch(
            /^(?:div|h[3-6]|p|pre|blockquote|ul|ol|li|table|tr|t[dh]|hr|br|strong|em|del|code|a)$/,
          );
          for (const [attribute, value] of Object.entries(attributes)) {
            expect(["class", "href", "start"]).toContain(attribute);
            if (attribute === "href") expect(value).toMatch(/^(?:https?:\/\/|mailto:)/i);
          }
        });
        parser.on("error", (error) => {
          throw error;
        });
        parser.write(proseHtml(markdown).replace(/<(hr|br)>/g, "<$1/>")).close();
      },
    ),
  );
});
