import { patchBody } from "../../opencollection/body.ts";
import { mapAt, textOf } from "../../opencollection/fields.ts";
import { paramRows } from "../../opencollection/rows.ts";
import type { YamlData } from "../../yaml/data.ts";
import type { ImportedExample } from "../build.ts";
import { anyText } from "../json-text.ts";
import { mapsOf } from "../loose.ts";
import { brunoBody, brunoRows, rowNotes } from "./body.ts";

const types = ["json", "xml", "html", "binary"] as const;

/** Saved examples in Bruno's JSON form. */
export function brunoExamples(data: YamlData | undefined): readonly ImportedExample[] {
  return mapsOf(data).map((example) => {
    const request = mapAt(example, "request");
    const response = mapAt(example, "response");
    const { body } = brunoBody(mapAt(request, "body"));
    const content = mapAt(response, "body");
    const text = anyText(content.get("content"));
    const type = types.find((known) => known === textOf(content.get("type"))) ?? "text";
    return {
      name: anyText(example.get("name")) || "Example",
      description: anyText(example.get("description")),
      request: {
        method: anyText(request.get("method")).toUpperCase() || "GET",
        url: anyText(request.get("url")),
        headers: brunoRows(request.get("headers")),
        params: mapsOf(request.get("params")).map((row) =>
          paramRows.create({
            name: anyText(row.get("name")),
            value: anyText(row.get("value")),
            type: textOf(row.get("type")) === "path" ? "path" : "query",
            ...rowNotes(row),
          }),
        ),
        body: body.kind === "none" ? undefined : patchBody(undefined, body),
      },
      response: {
        ...statusOf(anyText(response.get("status")), anyText(response.get("statusText"))),
        headers: brunoRows(response.get("headers")),
        body: text === "" ? null : { type, data: text },
      },
    };
  });
}

/** Bruno once wrote number and word the wrong way round. */
function statusOf(
  first: string,
  second: string,
): { readonly status: number; readonly statusText: string } {
  const swapped = !/^\d+$/.test(first) && /^\d{3}$/.test(second);
  const [code, word] = swapped ? [second, first] : [first, second];
  return { status: Number(code) || 0, statusText: word };
}
