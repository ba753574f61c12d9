import type { ItemKind } from "../../model/collection.ts";
import { isYamlMap, type YamlData } from "../yaml/data.ts";
import { mapAt, textOf } from "./fields.ts";
import { infoOf, kindOf, seqOf } from "./info.ts";

/** What a tree shows of a file. */
export interface Glance {
  readonly name: string;
  readonly kind: ItemKind;
  readonly method: string;
  readonly seq: number | null;
  readonly raw: boolean;
}

/** From the data of a file. */
export function glanceOf(data: YamlData): Glance {
  if (!isYamlMap(data)) return { name: "", kind: "other", method: "", seq: null, raw: false };
  const kind = kindOf(data);
  return {
    name: textOf(infoOf(data).get("name")),
    kind,
    method:
      kind === "http" || kind === "graphql"
        ? textOf(mapAt(data, kind).get("method")).toUpperCase()
        : "",
    seq: seqOf(data),
    raw: isYamlMap(mapAt(data, "extensions", "envoi").get("raw")),
  };
}
