import { lexer, type MarkedToken, type Token, type Tokens } from "marked";

/** Longer texts, and such as are nested beyond all reason, stand as they are typed. */
const longest = 200_000;

/**
 * What somebody wrote in Markdown (CommonMark with GitHub's tables, task lists and strike-through) as HTML that is safe on any page: tags
 * that were typed are text, a picture is a link to it, and links lead to http, https and mail alone. Nothing for nothing.
 */
export function proseHtml(markdown: string): string {
  const text = markdown.trim();
  return text === "" ? "" : `<div class="docs">${written(text)}</div>\n`;
}

function written(text: string): string {
  if (text.length > longest) return asTyped(text);
  try {
    return all(lexer(text));
  } catch (thrown) {
    // The parser and this walk call themselves for each level.
    if (thrown instanceof RangeError) return asTyped(text);
    throw thrown;
  }
}

const asTyped = (text: string): string => `<div class="typed">${escapeHtml(text)}</div>`;

const all = (tokens: readonly Token[]): string => tokens.map(one).join("");

function one(given: Token): string {
  // Others than these come from extensions, and there are none.
  const token = given as MarkedToken;
  switch (token.type) {
    case "space":
    case "def":
      return "";
    case "heading": {
      // Below the name of what is described.
      const level = Math.min(6, token.depth + 2);
      return `<h${level}>${all(token.tokens)}</h${level}>\n`;
    }
    case "paragraph":
      return `<p>${all(token.tokens)}</p>\n`;
    case "code":
      return `<pre>${escapeHtml(token.text)}</pre>\n`;
    case "blockquote":
      return `<blockquote>\n${all(token.tokens)}</blockquote>\n`;
    case "list":
      return list(token);
    case "list_item":
      return `<li>${all(token.tokens)}</li>\n`;
    case "checkbox":
      return token.checked ? "☑ " : "☐ ";
    case "table":
      return table(token);
    case "hr":
      return "<hr>\n";
    case "br":
      return "<br>\n";
    case "strong":
    case "em":
    case "del":
      return `<${token.type}>${all(token.tokens)}</${token.type}>`;
    case "codespan":
      return `<code>${escapeHtml(token.text)}</code>`;
    case "link":
      return link(token.href, all(token.tokens));
    case "image":
      return link(token.href, escapeHtml(token.text === "" ? token.href : token.text));
    case "text":
      return token.tokens === undefined ? escapeText(token.text) : all(token.tokens);
    case "escape":
      return escapeText(token.text);
    case "html":
      return token.block === true
        ? `<p>${escapeHtml(token.text.trim())}</p>\n`
        : escapeHtml(token.text);
    default:
      return escapeHtml(given.raw);
  }
}

function list({ ordered, start, items }: Tokens.List): string {
  const tag = ordered ? "ol" : "ul";
  const first = ordered && typeof start === "number" && start !== 1 ? ` start="${start}"` : "";
  return `<${tag}${first}>\n${all(items)}</${tag}>\n`;
}

function table({ header, rows }: Tokens.Table): string {
  const line = (cells: readonly Tokens.TableCell[], tag: "td" | "th"): string =>
    `<tr>${cells.map(({ tokens }) => `<${tag}>${all(tokens)}</${tag}>`).join("")}</tr>\n`;
  return `<table>\n${line(header, "th")}${rows.map((row) => line(row, "td")).join("")}</table>\n`;
}

function link(href: string, inner: string): string {
  const to = href.replaceAll("&amp;", "&");
  if (!/^(?:https?:\/\/|mailto:)/i.test(to)) return inner;
  return `<a href="${escapeHtml(to)}">${inner}</a>`;
}

const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

/** Safe in text and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities.get(character) ?? character);
}

/** The same for text in which `&eacute;` and `&#233;` stand for a letter, as in Markdown. */
function escapeText(text: string): string {
  return text.replace(
    /&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][\da-z]{1,31});)|[<>"']/gi,
    (character) => entities.get(character) ?? character,
  );
}
