import type { HttpRequest, Row } from "../../model/request.ts";
import { readDefaults } from "../opencollection/defaults.ts";
import { bodyTexts, type Entry, entriesOf, requestLine } from "./document.ts";
import type { Example, ExportFormat } from "./exported.ts";
import { escapeHtml as escaped, proseHtml as prose } from "./prose.ts";

/** One page to read: no script, nothing fetched (its own policy forbids both), every text escaped, docs as the Markdown they are. */
export const html: ExportFormat = {
  id: "html",
  name: "HTML",
  extension: ".html",
  write(collection) {
    const entries = entriesOf(collection);
    const { docs } = readDefaults(collection.data);
    const title = escaped(collection.name);
    const list = entries
      .map(
        (entry, index) =>
          `<li style="margin-left:${entry.depth - 1}rem">${link(entry, index)}</li>\n`,
      )
      .join("");
    const body = entries.map(section).join("");
    const text =
      `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n` +
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">\n` +
      `<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n` +
      `<title>${title}</title>\n<style>${style}</style>\n</head>\n<body>\n<nav><ul>\n${list}</ul></nav>\n` +
      `<main>\n<h1>${title}</h1>\n${prose(docs)}${body}</main>\n</body>\n</html>\n`;
    return { text, left: [] };
  },
};

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { display: grid; grid-template-columns: 16rem minmax(0, 1fr); gap: 2rem; max-width: 70rem; margin: 0 auto; padding: 1.5rem; }
nav { position: sticky; top: 1.5rem; align-self: start; max-height: 95vh; overflow: auto; font-size: .87em; }
nav ul { margin: 0; padding: 0; list-style: none; }
nav a { color: inherit; text-decoration: none; }
pre, code { font: .87em/1.45 ui-monospace, monospace; }
pre { padding: .7rem .9rem; overflow: auto; border: 1px solid #8884; border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; }
th, td { padding: .25rem .8rem .25rem 0; border-bottom: 1px solid #8883; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.typed { white-space: pre-wrap; }
.docs { overflow-wrap: anywhere; }
.docs > :first-child { margin-top: 0; }
.docs a { color: LinkText; }
blockquote { margin: 1em 0; padding-left: 1em; border-left: 3px solid #8886; }
hr { border: 0; border-top: 1px solid #8884; }
.method { font-weight: 600; }
@media (width < 50rem) { body { display: block; } nav { position: static; max-height: 40vh; padding-bottom: 1rem; border-bottom: 1px solid #8884; } }
`;

function link(entry: Entry, index: number): string {
  const said = entry.kind === "request" ? mark(entry.request) : "";
  const method = said === "" ? "" : `<span class="method">${escaped(said)}</span> `;
  return `<a href="#item-${index}">${method}${escaped(entry.name)}</a>`;
}

function mark({ raw, body, method }: HttpRequest): string {
  if (raw !== undefined) return "RAW";
  return body.kind === "websocket" ? "WS" : method;
}

function section(entry: Entry, index: number): string {
  const level = Math.min(6, entry.depth + 1);
  const heading = `<h${level} id="item-${index}">${escaped(entry.name)}</h${level}>\n`;
  if (entry.kind === "other") return `${heading}<p>${escaped(entry.what)}.</p>\n`;
  if (entry.kind === "folder") return heading + prose(entry.defaults.docs);
  const { request } = entry;
  if (request.raw) return `${heading}${pre(request.raw.data)}${prose(request.docs)}`;
  return (
    heading +
    pre(requestLine(request)) +
    prose(request.docs) +
    table("Parameter", request.params) +
    table("Header", entry.headers) +
    (entry.auth.kind === "none"
      ? ""
      : `<p>Authentication: <code>${escaped(entry.auth.kind)}</code></p>\n`) +
    bodyTexts(request)
      .map(({ title, text }) => `<p>${escaped(title)}</p>\n${pre(text)}`)
      .join("") +
    entry.examples.map(example).join("")
  );
}

function example({ name, status, statusText, headers, body }: Example): string {
  return (
    `<p>${escaped(name)}: <code>${escaped(`${status} ${statusText}`.trim())}</code></p>\n` +
    table("Header", headers) +
    (body === "" ? "" : pre(body))
  );
}

function table(title: string, rows: readonly Row[]): string {
  const shown = rows.filter(({ disabled }) => disabled !== true);
  if (shown.length === 0) return "";
  const lines = shown.map(
    ({ name, value, description = "" }) =>
      `<tr><td><code>${escaped(name)}</code></td><td><code>${escaped(value)}</code></td><td>${escaped(description)}</td></tr>\n`,
  );
  return `<table>\n<tr><th>${title}</th><th>Value</th><th></th></tr>\n${lines.join("")}</table>\n`;
}

const pre = (text: string): string => `<pre>${escaped(text)}</pre>\n`;
