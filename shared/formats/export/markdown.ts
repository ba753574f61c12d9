import type { Row } from "../../model/request.ts";
import { readDefaults } from "../opencollection/defaults.ts";
import { bodyTexts, entriesOf, requestLine } from "./document.ts";
import type { Example, ExportFormat } from "./exported.ts";

/** A collection to read, as CommonMark with tables. Names and values are escaped; docs are Markdown already. */
export const markdown: ExportFormat = {
  id: "markdown",
  name: "Markdown",
  extension: ".md",
  write(collection) {
    const { docs } = readDefaults(collection.data);
    const parts = [`# ${inline(collection.name)}`, docs];
    for (const entry of entriesOf(collection)) {
      const heading = `${"#".repeat(Math.min(6, entry.depth + 1))} ${inline(entry.name)}`;
      parts.push(heading);
      if (entry.kind === "other") parts.push(`${entry.what}.`);
      else if (entry.kind === "folder") parts.push(entry.defaults.docs);
      else {
        const { request } = entry;
        if (request.raw) {
          parts.push(
            `Bytes to ${code(request.raw.target)}:`,
            fenced(request.raw.data, ""),
            request.docs,
          );
          continue;
        }
        parts.push(fenced(requestLine(request), ""), request.docs);
        parts.push(table("Parameter", request.params), table("Header", entry.headers));
        if (entry.auth.kind !== "none") parts.push(`Authentication: ${code(entry.auth.kind)}`);
        for (const { title, language, text } of bodyTexts(request))
          parts.push(`${inline(title)}:`, fenced(text, language));
        parts.push(...entry.examples.flatMap(exampleText));
      }
    }
    return { text: `${parts.filter((part) => part.trim() !== "").join("\n\n")}\n`, left: [] };
  },
};

function exampleText(example: Example): readonly string[] {
  const status = `${example.status} ${example.statusText}`.trim();
  return [
    `**${inline(example.name)}**: ${inline(status)}`,
    table("Header", example.headers),
    example.body === "" ? "" : fenced(example.body, example.bodyType === "json" ? "json" : ""),
  ];
}

function table(title: string, rows: readonly Row[]): string {
  const shown = rows.filter(({ disabled }) => disabled !== true);
  if (shown.length === 0) return "";
  const lines = shown.map(
    ({ name, value, description = "" }) =>
      `| ${cell(name)} | ${cell(value)} | ${inline(description)} |`,
  );
  return `| ${title} | Value | |\n| --- | --- | --- |\n${lines.join("\n")}`;
}

/** Text that means itself, on one line. */
function inline(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>()#+!|~&-]/g, "\\$&");
}

/** Code in a cell: pipes end cells even in code. */
function cell(text: string): string {
  return text === "" ? "" : code(text).replaceAll("|", "\\|");
}

function code(text: string): string {
  const line = text.replace(/\s+/g, " ");
  const ticks = "`".repeat(longest(line) + 1);
  const space = /^`|`$|^ .* $/.test(line) ? " " : "";
  return `${ticks}${space}${line}${space}${ticks}`;
}

function fenced(text: string, language: string): string {
  const fence = "`".repeat(Math.max(3, longest(text) + 1));
  return `${fence}${language}\n${text.replace(/\n$/, "")}\n${fence}`;
}

function longest(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
