import { textOf } from "../../opencollection/fields.ts";
import { isYamlMap, type YamlData, type YamlMap } from "../../yaml/data.ts";
import { collectionData, environmentItem, folderItem } from "../build.ts";
import type {
  Imported,
  ImportedCollection,
  ImportedEnvironment,
  ImportedFile,
  ImportedItem,
} from "../imported.ts";
import { anyText, fenced, jsonText } from "../json-text.ts";
import { mapsOf } from "../loose.ts";
import { createNotes, type Notes } from "../note.ts";
import { createRemark, type Remark } from "../remark.ts";
import { stem } from "../source-file.ts";
import { insomniaAuth } from "./auth.ts";
import {
  type InsomniaNode,
  type InsomniaWorkspace,
  type ProtoFiles,
  workspaceOfV5,
  workspacesOfV4,
} from "./nodes.ts";
import { insomniaRequest, rows } from "./request.ts";
import { insomniaTemplates } from "./templates.ts";
import { insomniaVariables } from "./variables.ts";
import { mapTexts } from "../map-texts.ts";

/** True for an Insomnia export of version 4 or 5. */
export function isInsomnia(data: YamlData): data is YamlMap {
  if (!isYamlMap(data)) return false;
  if (
    Array.isArray(data.get("resources")) &&
    (data.has("__export_format") || data.get("_type") === "export")
  )
    return true;
  return /\.insomnia(?:\.rest)?\/\d/.test(textOf(data.get("type")));
}

/** Reads an Insomnia export (version 4 as JSON or YAML, version 5). Never throws. */
export function importInsomnia(data: YamlMap, file: string): Imported {
  const notes = createNotes(file);
  const isFour = Array.isArray(data.get("resources"));
  const workspaces = isFour ? workspacesOfV4(mapsOf(data.get("resources"))) : [workspaceOfV5(data)];
  if (textOf(data.get("type")).startsWith("collection.") && !data.has("collection"))
    notes.add("error", "missing-part", { what: "collection" });
  const collections: ImportedCollection[] = [];
  const environments: ImportedEnvironment[] = [];
  for (const workspace of workspaces) {
    const global =
      textOf(workspace.data.get("scope")) === "environment" ||
      textOf(data.get("type")).startsWith("environment.");
    if (global) environments.push(...globalEnvironments(workspace));
    else collections.push(collectionOf(workspace, file, notes));
  }
  if (collections.length + environments.length === 0) notes.add("error", "nothing-in-it");
  return {
    format: "insomnia",
    formatName: isFour ? "Insomnia 4" : "Insomnia 5",
    collections,
    environments,
    notes: notes.list,
  };
}

const plain = (value: string) => insomniaTemplates(value).text;

function collectionOf(
  workspace: InsomniaWorkspace,
  file: string,
  notes: Notes,
): ImportedCollection {
  const name = workspace.name || stem(file) || "Insomnia";
  const remark = createRemark(notes, []);
  noteLeft(workspace, remark);
  const base = workspace.base === null ? [] : insomniaVariables(workspace.base, plain);
  const children = itemsOf(workspace.nodes, [], workspace.protos, notes);
  return {
    name,
    data: collectionData({
      name,
      // The base environment is always in force, below the one that is chosen.
      variables: base,
      settings: { encodeUrl: true },
      docs: textOf(workspace.data.get("description")),
      remarks: remark.remarks,
    }),
    children,
    environments: workspace.environments.map((environment) =>
      environmentItem(
        anyText(environment.get("name")) || "Environment",
        insomniaVariables(environment, plain),
        {
          color: colorOf(environment),
        },
      ),
    ),
    secrets: new Map(),
    files: filesOf(workspace),
  };
}

function colorOf(environment: YamlMap): string {
  const color = textOf(environment.get("color"));
  return /^#[0-9a-f]{3,8}$/i.test(color) ? color : "";
}

function globalEnvironments(workspace: InsomniaWorkspace): readonly ImportedEnvironment[] {
  const base = workspace.base === null ? [] : insomniaVariables(workspace.base, plain);
  const own = [environmentItem(workspace.name || "Global", base)];
  const subs = workspace.environments.map((environment) => {
    const mine = insomniaVariables(environment, plain);
    const names = new Set(mine.map((variable) => variable.name));
    const inherited = base.filter((variable) => !names.has(variable.name));
    return environmentItem(anyText(environment.get("name")), [...inherited, ...mine], {
      color: colorOf(environment),
    });
  });
  return subs.length > 0 ? subs : own;
}

function itemsOf(
  nodes: readonly InsomniaNode[],
  above: readonly string[],
  protos: ProtoFiles,
  notes: Notes,
): readonly ImportedItem[] {
  return nodes.map((node) => {
    if (node.kind !== "folder") return insomniaRequest(node, above, protos, notes);
    const name = node.name || "Folder";
    const path = [...above, name];
    const remark = createRemark(notes, path);
    const data = new Map(
      [...node.data].map(([key, value]) => [
        key,
        key === "headers" || key === "authentication" ? mapTexts(value, plain) : value,
      ]),
    );
    return folderItem(
      {
        name,
        headers: rows(data.get("headers")),
        auth: insomniaAuth(data.get("authentication"), remark),
        variables: insomniaVariables(data, plain),
        scripts: [
          { type: "before-request", code: textOf(data.get("preRequestScript")) },
          { type: "after-response", code: textOf(data.get("afterResponseScript")) },
        ],
        docs: textOf(data.get("description")),
        remarks: remark.remarks,
      },
      itemsOf(node.children, path, protos, notes),
    );
  });
}

/** Proto files requests name, and the API description: files of their own. `.yaml`, because `.yml` would be taken for a request. */
function filesOf(workspace: InsomniaWorkspace): readonly ImportedFile[] {
  const encoder = new TextEncoder();
  const protos = [...workspace.protos.values()].map(({ path, text }) => ({
    path,
    bytes: encoder.encode(text),
  }));
  if (workspace.spec.trim() === "") return protos;
  const path = /^\s*\{/.test(workspace.spec) ? "openapi.json" : "openapi.yaml";
  return [...protos, { path, bytes: encoder.encode(workspace.spec) }];
}

const words: ReadonlyMap<string, string> = new Map([
  ["unit_test_suite", "Test suites"],
  ["mock", "Mock servers"],
  ["mock_route", "Mock routes"],
  ["mcp_request", "MCP clients"],
  ["certificate", "Certificates"],
  ["spec_file", "The file of an API description"],
]);

function noteLeft(workspace: InsomniaWorkspace, remark: Remark): void {
  for (const [type, maps] of workspace.left) {
    if (type === "cookie_jar") {
      const cookies = maps.flatMap((jar) => mapsOf(jar.get("cookies")));
      if (cookies.length > 0) remark.tell("info", "cookies-left", { count: `${cookies.length}` });
      continue;
    }
    if (maps.length === 0) continue;
    const names = maps.map((map) => anyText(map.get("name"))).filter((name) => name !== "");
    const tests = maps
      .flatMap((map) => mapsOf(map.get("tests")))
      .map((test) => `// ${anyText(test.get("name"))}\n${textOf(test.get("code"))}`);
    const whole = type === "unit_test_suite" || type === "spec_file";
    const said =
      tests.length > 0
        ? fenced(tests.join("\n\n"), "js")
        : whole
          ? ""
          : fenced(jsonText(maps), "json");
    remark.add("warning", "no-place-value", {
      what: words.get(type) ?? `What is of the type “${type}”`,
      value: names.join(", ") + said,
    });
  }
}
