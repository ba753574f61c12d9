import type { Variable } from "../../../model/variable.ts";
import { mapAt, textOf } from "../../opencollection/fields.ts";
import type { YamlMap } from "../../yaml/data.ts";
import { collectionData, environmentItem } from "../build.ts";
import type { ImportedCollection, ImportedItem } from "../imported.ts";
import { fenced, jsonText } from "../json-text.ts";
import { stem } from "../source-file.ts";
import type { ApiContext } from "./context.ts";
import type { Located } from "./documents.ts";
import type { ApiOperation, ApiServer } from "./operation.ts";
import { cleanDocs, docsLink, oneLine, paragraphs } from "./prose.ts";
import type { ApiShared } from "./request.ts";
import { planSecurity } from "./security.ts";
import { isRelative, rootServers, serverName, serverUrl, serverVariables } from "./servers.ts";

/** A description as a collection, less its requests. */
export interface CollectionPlan {
  readonly shared: Pick<ApiShared, "security" | "baseOf" | "taken">;
  collection(children: readonly ImportedItem[]): ImportedCollection;
}

/** Root fields that have a place. */
const placed = new Set([
  "openapi",
  "swagger",
  "$self",
  "jsonSchemaDialect",
  "info",
  "servers",
  "host",
  "basePath",
  "schemes",
  "consumes",
  "produces",
  "paths",
  "webhooks",
  "x-webhooks",
  "x-ms-paths",
  "x-tagGroups",
  "components",
  "definitions",
  "parameters",
  "responses",
  "securityDefinitions",
  "security",
  "tags",
  "externalDocs",
]);

/** Servers become variables and environments, the security of the whole description the collection's auth, `info` its docs. */
export function apiCollection(
  root: Located<YamlMap>,
  operations: readonly ApiOperation[],
  context: ApiContext,
): CollectionPlan {
  const servers = rootServers(root);
  const [first] = servers;
  const bases = createBases(servers);
  for (const operation of operations) bases.of(operation);
  const security = planSecurity(
    root,
    operations,
    first === undefined ? "" : serverUrl(first),
    context,
  );
  const hook = operations.some(({ webhook }) => webhook);
  const remarks: string[] = [];
  const nowhere = first === undefined || isRelative(first.url);
  if (nowhere && operations.some(({ webhook, servers: own }) => !webhook && own === null))
    remarks.push(context.notes.add("warning", "openapi-no-host"));
  const variables = [
    ...bases.variables(),
    ...(hook ? [{ name: "webhookUrl", value: "http://localhost:3000/webhook" }] : []),
    ...security.variables,
  ];
  return {
    shared: {
      security,
      baseOf: (operation) => bases.of(operation),
      taken: new Set(variables.map(({ name }) => name)),
    },
    collection: (children) => {
      const { data } = root;
      const name = oneLine(textOf(mapAt(data, "info").get("title"))) || stem(root.base) || "API";
      remarks.push(...security.remarks);
      const rest = unplaced(data);
      if (rest.size > 0) {
        const names = [...rest.keys()].join(", ");
        remarks.push(
          context.notes.add("info", "unknown-fields", {
            names,
            value: fenced(jsonText(rest), "json"),
          }),
        );
      }
      return {
        name,
        data: collectionData({
          name,
          version: textOf(mapAt(data, "info").get("version")),
          auth: security.auth,
          variables,
          docs: infoDocs(data),
          remarks,
          // Values of parameters are written readable and percent-encoded when sent.
          settings: { encodeUrl: true },
        }),
        children,
        environments: servers.map((server) => environmentOf(server)),
        secrets: new Map(),
        files: [],
      };
    },
  };
}

function unplaced(data: YamlMap): YamlMap {
  return new Map([...data].filter(([key]) => !placed.has(key)));
}

function environmentOf(server: ApiServer): ReturnType<typeof environmentItem> {
  return environmentItem(
    serverName(server),
    [{ name: "baseUrl", value: serverUrl(server) }, ...serverVariables(server)],
    { docs: server.description },
  );
}

interface Bases {
  of(operation: ApiOperation): string;
  variables(): readonly Variable[];
}

/** `{{baseUrl}}` for all, and a variable more for each other server that paths and operations name. */
function createBases(servers: readonly ApiServer[]): Bases {
  const [first] = servers;
  const url = first === undefined ? "http://localhost" : serverUrl(first);
  const names = new Map([[url, "baseUrl"]]);
  const variables = new Map<string, Variable>([["baseUrl", { name: "baseUrl", value: url }]]);
  const add = (server: ApiServer | undefined) => {
    for (const variable of server === undefined ? [] : serverVariables(server))
      if (!variables.has(variable.name)) variables.set(variable.name, variable);
  };
  add(first);
  return {
    of: ({ servers: own, webhook }) => {
      const [server] = own ?? [];
      if (server === undefined) return webhook ? "{{webhookUrl}}" : "{{baseUrl}}";
      const at = serverUrl(server);
      const known = names.get(at) ?? `baseUrl${names.size + 1}`;
      if (!names.has(at)) {
        names.set(at, known);
        const said = oneLine(server.name || server.description);
        variables.set(known, {
          name: known,
          value: at,
          ...(said === "" ? {} : { description: said }),
        });
        add(server);
      }
      return `{{${known}}}`;
    },
    variables: () => [...variables.values()],
  };
}

function infoDocs(data: YamlMap): string {
  const info = mapAt(data, "info");
  const contact = mapAt(info, "contact");
  const license = mapAt(info, "license");
  const link = (url: string, words: string) => (url === "" ? words : `[${words || url}](${url})`);
  const mail = textOf(contact.get("email"));
  const person = [
    link(textOf(contact.get("url")), textOf(contact.get("name"))),
    mail === "" ? "" : `<${mail}>`,
  ].filter((part) => part !== "");
  const terms = textOf(info.get("termsOfService"));
  const rights = link(
    textOf(license.get("url")),
    textOf(license.get("name")) || textOf(license.get("identifier")),
  );
  const more = new Map([...info].filter(([key]) => key.startsWith("x-")));
  return paragraphs(
    cleanDocs(info.get("summary")),
    cleanDocs(info.get("description")),
    docsLink(mapAt(data, "externalDocs")),
    person.length === 0 ? "" : `Contact: ${person.join(" ")}`,
    terms === "" ? "" : `Terms of service: ${terms}`,
    rights === "" ? "" : `Licence: ${rights}`,
    more.size === 0 ? "" : fenced(jsonText(more), "json").trim(),
  );
}
