import { flagOf, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import type { ImportedScript } from "../build.ts";
import { anyText, fenced } from "../json-text.ts";
import type { Remark } from "../remark.ts";
import { linesOf, mapsOf } from "../loose.ts";

const phases: ReadonlyMap<string, ImportedScript["type"]> = new Map([
  ["prerequest", "before-request"],
  ["test", "tests"],
]);

/** Scripts of `event`, as they are. Several of one phase stay several. */
export function postmanScripts(
  events: YamlData | undefined,
  remark: Remark,
): readonly ImportedScript[] {
  return mapsOf(events).flatMap((event) => {
    const script = event.get("script");
    const code = codeOf(script);
    if (isYamlMap(script) && script.has("src") && code.trim() === "")
      remark.add("warning", "script-source", { source: sourceOf(script) });
    if (code.trim() === "") return [];
    const listen = textOf(event.get("listen"));
    const type = phases.get(listen);
    if (type === undefined || flagOf(event.get("disabled"))) {
      const what =
        type === undefined ? `A script for “${listen}”` : `A ${listen} script that is switched off`;
      remark.add("warning", "no-place-value", { what, value: fenced(code, "js") });
      return [];
    }
    return [{ type, code }];
  });
}

function codeOf(script: YamlData | undefined): string {
  return isYamlMap(script) ? linesOf(script.get("exec")) : linesOf(script);
}

function sourceOf(script: YamlMap): string {
  const source = script.get("src");
  return isYamlMap(source) ? anyText(source.get("raw")) : anyText(source);
}
