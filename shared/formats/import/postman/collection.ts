import { mapAt, textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { collectionData } from "../build.ts";
import type { ImportedCollection } from "../imported.ts";
import { anyText } from "../json-text.ts";
import type { Notes } from "../note.ts";
import { createRemark } from "../remark.ts";
import { secretsOf } from "../secret-values.ts";
import { stem } from "../source-file.ts";
import { descriptionOf } from "../loose.ts";
import { postmanAuth } from "./auth.ts";
import { postmanBehaviour } from "./behaviour.ts";
import { postmanItems, unknownFields } from "./items.ts";
import { postmanScripts } from "./scripts.ts";
import { postmanVariables } from "./variables.ts";

const known = new Set([
  "info",
  "item",
  "event",
  "variable",
  "auth",
  "protocolProfileBehavior",
  "id",
  "uid",
  "name",
  "description",
]);

/** A collection in v2.0 or v2.1 form. */
export function postmanCollection(data: YamlMap, file: string, notes: Notes): ImportedCollection {
  const info = mapAt(data, "info");
  const name = anyText(info.get("name") ?? data.get("name")).trim() || stem(file) || "Imported";
  const remark = createRemark(notes, []);
  unknownFields(data, known, remark);
  const variables = postmanVariables(data.get("variable"));
  const auth = postmanAuth(data.get("auth"), { kind: "none" }, remark);
  const scripts = postmanScripts(data.get("event"), remark);
  const behaviour = postmanBehaviour(data.get("protocolProfileBehavior"), remark);
  const children = postmanItems(data.get("item"), {
    notes,
    path: [],
    behaviour: [behaviour],
    auth,
  });
  return {
    name,
    data: collectionData({
      name,
      version: versionOf(info.get("version")),
      auth,
      variables,
      scripts,
      // Postman percent-encodes URLs unless it is told not to.
      settings: { encodeUrl: true, ...behaviour.basics },
      network: behaviour.network,
      docs: descriptionOf(info.get("description") ?? data.get("description")),
      remarks: remark.remarks,
    }),
    children,
    environments: [],
    secrets: secretsOf(variables),
    files: [],
  };
}

function versionOf(data: YamlData | undefined): string {
  if (!isYamlMap(data)) return textOf(data);
  const number = ["major", "minor", "patch"].map((key) => anyText(data.get(key)) || "0").join(".");
  const identifier = textOf(data.get("identifier"));
  return identifier === "" ? number : `${number}-${identifier}`;
}

/** The wrapper Postman's web interface puts around a collection or environment. */
export function unwrapped(data: YamlMap): YamlMap {
  for (const key of ["collection", "environment"]) {
    const inner = data.get(key);
    if (
      isYamlMap(inner) &&
      (inner.has("info") || inner.has("item") || inner.has("requests") || inner.has("values"))
    )
      return inner;
  }
  return data;
}
