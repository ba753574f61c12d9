import type { Param } from "../../model/request.ts";
import { paramsOf, pathNames, queryOf } from "../../model/url-params.ts";
import { isYamlMap, type YamlData } from "../yaml/data.ts";
import { textOf } from "./fields.ts";
import { readRow } from "./rows.ts";

/** The rows as the file has them. A row without a type is a path parameter when the URL names it, else a query one. */
export function fileParams(list: readonly YamlData[], url: string): readonly Param[] {
  const names = new Set(pathNames(url));
  return list.map((data) => {
    const row = readRow(data);
    const type = isYamlMap(data) ? textOf(data.get("type")) : "";
    const isPath = type === "path" || (type === "" && names.has(row.name));
    return { ...row, type: isPath ? "path" : "query" };
  });
}

/**
 * The rows as they count. OpenCollection keeps enabled query rows twice, and the URL is the truth: when both agree the
 * file's rows come as they are, otherwise they are made from the URL.
 */
export function repairParams(rows: readonly Param[], url: string): readonly Param[] {
  const pairs = queryOf(url);
  const live = rows.filter((row) => row.type === "query" && row.disabled !== true);
  const agree =
    live.length === pairs.length &&
    live.every(
      (row, index) => row.name === pairs[index]?.name && row.value === pairs[index]?.value,
    );
  const known = new Set(rows.filter((row) => row.type === "path").map((row) => row.name));
  return agree && pathNames(url).every((name) => known.has(name)) ? rows : paramsOf(url, rows);
}
