import type { Remark } from "../remark.ts";
import type { HttpFileRequest } from "./scan.ts";

/** Marks (`# @name …`) that become something of the request. */
const understood = new Set([
  "description",
  "no-redirect",
  "timeout",
  "connection-timeout",
  "no-cookie-jar",
  "norejectunauthorized",
  "no-auto-encoding",
  "note",
]);

/** What a request is called: after `###`, else as httpYac shows it (`@title`), else as others refer to it (`@name`); "": nothing says. */
export function titleOf({ title, meta }: Pick<HttpFileRequest, "title" | "meta">): string {
  const mark = (name: string) => meta.find(([key]) => key.toLowerCase() === name)?.[1] ?? "";
  return title || mark("title") || mark("name");
}

/** Tells what of the marks has no place. `name`: what the request is called. */
export function noteMarks(
  { meta, line }: Pick<HttpFileRequest, "meta" | "line">,
  name: string,
  remark: Remark,
): void {
  for (const [typed, value] of meta) {
    const key = typed.toLowerCase();
    if (key === "prompt" && !/\s/.test(value)) continue;
    if (key === "norejectunauthorized") remark.tell("warning", "tls-unverified", {}, line);
    if (key === "note")
      remark.add("info", "no-place-value", { what: "A question before sending", value }, line);
    if (understood.has(key) || ((key === "name" || key === "title") && value === name)) continue;
    remark.add(
      "info",
      "no-place-value",
      { what: "A mark of the request", value: `@${typed} ${value}`.trim() },
      line,
    );
  }
}
