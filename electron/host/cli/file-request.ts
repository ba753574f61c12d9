import { access, realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join, relative, resolve, sep } from "node:path";
import { actionsInForce } from "../../../shared/model/action.ts";
import { readRequest } from "../../../shared/formats/opencollection/request.ts";
import { parseYaml } from "../../../shared/formats/yaml/parse.ts";
import type { Exchange } from "../../../shared/model/exchange.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import type { KeptResult } from "../../../shared/model/kept-value.ts";
import type { OAuth2Auth } from "../../../shared/model/oauth2.ts";
import { defaultSettings } from "../../../shared/model/settings.ts";
import type { Resolver } from "../../../shared/template/resolver.ts";
import { defaultDataFolder } from "../../base/data-folder.ts";
import type { BodyFile } from "../../client/body/file.ts";
import type { ResolvedRequest } from "../../client/send.ts";
import type { TokenAuth } from "../../client/auth/applied.ts";
import { createContextReader } from "../../collections/read-context.ts";
import { readTextFile } from "../../collections/read-file.ts";
import { openRegistry } from "../../collections/registry.ts";
import type { Bodies } from "../../exchanges/bodies.ts";
import { readableFile, type ReadableFolder, readableFolder } from "../../exchanges/file-access.ts";
import { openFileGrants } from "../../exchanges/file-grants.ts";
import { promptsOf } from "../../exchanges/prompts.ts";
import { resolveRequest, settingsLayers } from "../../exchanges/resolve.ts";
import { usableSocket } from "../../exchanges/socket-access.ts";
import { takeFor } from "../../exchanges/take-values.ts";
import { replaceForSending } from "../../exchanges/resolve-text.ts";
import { readTlsFiles } from "../../exchanges/tls-files.ts";
import { collectionAbove } from "./collection-above.ts";
import { type Given, has, isOn, last } from "./options/parse.ts";
import type { Messages } from "./output/messages.ts";
import { optionRequest } from "./request/build.ts";
import { type RunWorkspace, runWorkspace, type WorkspaceWords } from "./run-workspace.ts";
import { type RunSecrets, runSecrets } from "./secrets/run-secrets.ts";
import { bodyFile, typedFiles } from "./request/files.ts";
import { answerPrompts, runVariables, type RunVariables } from "./request/variables.ts";
import { laterProxyTls } from "./settings/proxy.ts";
import { overlaid, ownFiles, ownSettings } from "./settings/settings.ts";

/** For a request that is only looked at: other variables, and no token fetched. */
export interface Unsent {
  resolver(resolver: Resolver): Resolver;
  token(auth: OAuth2Auth): TokenAuth;
}

/** A request and what is kept of its response as variables of the run. */
export interface BuiltRequest {
  readonly request: ResolvedRequest;
  take?(exchange: Exchange, bodies: Pick<Bodies, "open">): Promise<readonly KeptResult[]>;
}

/**
 * The request of a collection's file, with what its folders, the environment of `--env` and this machine's secrets give
 * it; options beside it replace what it says. Rejects with FailureError: not readable, no such environment, or as when
 * the app sends it.
 */
export async function fileRequestOf(
  given: Given,
  file: string,
  messages: Messages,
  unsent?: Unsent,
  variables: RunVariables = runVariables(given),
): Promise<BuiltRequest> {
  const data = defaultDataFolder(process.platform, process.env, homedir());
  const secrets = await runSecrets(data, given);
  for (;;) {
    try {
      return await build(given, file, { data, secrets, messages, unsent, variables });
    } catch (thrown) {
      // A secret that is used and not at hand: the store is unlocked, a program is asked, and it is tried again.
      if (unsent !== undefined || !(await secrets.settle(thrown))) throw thrown;
    }
  }
}

interface Surroundings {
  readonly data: string;
  readonly secrets: RunSecrets;
  readonly messages: Messages;
  readonly unsent: Unsent | undefined;
  readonly variables: RunVariables;
}

async function build(
  given: Given,
  file: string,
  { data, secrets, messages, unsent, variables }: Surroundings,
): Promise<BuiltRequest> {
  const absolute = await realpath(resolve(file)).catch(() => {
    throw unreadable(file, "There is no such file.");
  });
  const { text } = await readTextFile(absolute, basename(file));
  const request = readRequest(parseYaml(text).data);
  const root = await collectionAbove(absolute);
  const environment = last(given, "env") ?? null;
  if (environment !== null) await checkEnvironment(root, environment);
  const id = root === null ? null : await idOf(data, root);
  const say = (text: string): void => messages.line(`envoi: ${text}`);
  const workspace = await runWorkspace(workspaceWords(given), { root, id: id ?? "", data }, say);
  const readContext = createContextReader(
    { get: () => ({ id: id ?? "", root: root ?? "" }) },
    {
      secrets: secrets.source,
      kept: variables.kept,
      globals: workspace.globals,
      globalsFolder: workspace.globalsFolder,
      workspace: () => workspace.open,
    },
  );
  const place = {
    collectionId: root === null ? null : (id ?? ""),
    path: root === null ? "" : relative(root, absolute).split(sep).join("/"),
    environment,
  };
  const read = await readContext({
    ...place,
    request,
    answers: variables.answers,
  });
  if (!unsent) await answerPrompts(promptsOf(request, read), variables.answers);
  const context = unsent ? { ...read, resolver: unsent.resolver(read.resolver) } : read;
  for (const { message } of context.problems) say(message);
  const layers = settingsLayers(request.settings, context, defaultSettings);
  const grants = await openFileGrants(join(data, "file-grants.json"));
  const openFile = (path: string): Promise<BodyFile> =>
    readableFile(path, context.folder, grants.has);
  const openFolder = (path: string): Promise<ReadableFolder> =>
    readableFolder(path, context.folder, grants.has);
  const resolved = await resolveRequest(request, context, defaultSettings, {
    openFile,
    openFolder,
    useSocket: (path, from) => usableSocket(path, context.folder, from, grants.has),
    home: homedir(),
    netrcMissing: "fail",
    unsent: unsent !== undefined,
    token: async (auth, settings) =>
      unsent?.token(auth) ??
      (await import("./request/tokens.ts")).tokenOf(auth, settings, {
        data,
        owner: id,
        person: isOn(given, "sign-in") ? { line: (text) => messages.line(text) } : null,
      }),
  });
  const changed = await withOptions(resolved, given);
  if (isOn(given, "verbose") && !unsent) {
    const { settingLines } = await import("./output/verbose-settings.ts");
    for (const line of [
      ...workspaceLines(workspace),
      ...settingLines(layers, ownSettings(given, changed.url)),
    ])
      messages.line(line);
  }
  const typed = ownFiles(given);
  const material = await readTlsFiles(
    changed.settings.network,
    {
      openFile: (path) => (typed.has(path) ? bodyFile(path) : openFile(path)),
      openFolder: (path) => (typed.has(path) ? typedFiles.openFolder(path) : openFolder(path)),
    },
    replaceForSending(context.resolver),
    laterProxyTls(changed.settings.network, given),
  );
  return {
    request: { ...changed, settings: { ...changed.settings, material } },
    take: (exchange, bodies) =>
      takeFor(
        {
          actions: actionsInForce(context.layers, request.actions ?? []),
          exchange,
          secrets: changed.secrets ?? [],
          masked: false,
          layers: context.layers,
          ...place,
        },
        bodies,
        variables.kept,
      ),
  };
}

const workspaceWords = (given: Given): WorkspaceWords => ({
  workspace: last(given, "workspace"),
  globalEnv: last(given, "global-env"),
  globals: last(given, "globals"),
});

function workspaceLines({ open, globalsName }: RunWorkspace): readonly string[] {
  const from = globalsName === null ? "no globals" : `globals of ${globalsName}`;
  if (open !== null) return [`* Workspace ${open.workspace.name}, ${from}`];
  return globalsName === null ? [] : [`* No workspace, ${from}`];
}

async function checkEnvironment(root: string | null, name: string): Promise<void> {
  const known = root !== null && /^[^/\\\0]+$/.test(name);
  if (known && (await exists(join(root, "environments", `${name}.yml`)))) return;
  throw new FailureError({
    kind: "not-found",
    code: "environment",
    message: "The collection has no environment of that name.",
    place: "--env",
    remedy: "Environments are the files in the collection's environments folder, without .yml.",
  });
}

/** The id under which the app knows the collection; null when it was never opened there. */
async function idOf(data: string, root: string): Promise<string | null> {
  const registry = await openRegistry(data);
  return registry.known(root);
}

async function withOptions(request: ResolvedRequest, given: Given): Promise<ResolvedRequest> {
  if (request.raw) return { ...request, settings: overlaid(request.settings, given, "", []) };
  const own = await optionRequest(given, request.url);
  const named = new Set(own.headers.map(({ name }) => name.toLowerCase()));
  // Without --compressed a URL is asked for plainly; a file says for itself.
  const left = own.omitted.filter((name) => name !== "accept-encoding");
  return {
    ...request,
    url: own.url,
    ...own.target,
    method: own.method !== null && methodGiven(given) ? own.method : request.method,
    headers: [
      ...request.headers.filter(({ name }) => !named.has(name.toLowerCase())),
      ...own.headers,
    ],
    body: own.body?.source ?? request.body,
    bodyContentType: own.body ? own.body.contentType : request.bodyContentType,
    auth: own.auth ?? request.auth,
    ...own.logins,
    settings: overlaid(request.settings, given, own.url, left),
  };
}

/** A body given beside a file changes the body, not the method. */
function methodGiven(given: Given): boolean {
  return (["request", "head", "get", "upload-file"] as const).some((name) => has(given, name));
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

function unreadable(file: string, message: string): FailureError {
  return new FailureError({
    kind: "not-found",
    code: "ENOENT",
    message,
    place: basename(file),
    remedy: "Give the path of a request file, or a URL.",
  });
}
