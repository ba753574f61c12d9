import { isFetch } from "../../shared/formats/import/curl/fetch-call.ts";
import type { ImportNote } from "../../shared/formats/import/note.ts";
import { emptyRequest, emptyWebSocket, type HttpRequest } from "../../shared/model/request.ts";
import { isSocketUrl } from "../../shared/model/url.ts";
import { paramsOf } from "../../shared/model/url-params.ts";
import { toFailure } from "../../shared/model/failure.ts";
import { importNoteText } from "../i18n/import-note.ts";
import { chooseLanguage } from "../i18n/language.ts";
import { importWords } from "../i18n/messages/import.ts";
import { notify, notifyFailure } from "../state/notices.ts";
import { showOverlay } from "../state/overlay.ts";
import type { App } from "./app.ts";
import { editTab, openItem, openScratch } from "./tabs.ts";

const command =
  /^\s*(?:(?:\$|PS[^\n>]*>) |#[^\n]*\n\s*)*(?:(?:sudo|time|exec|command) |[A-Za-z_]\w*=\S* )*(?:\S*[\\/])?(?:curl(?:\.exe)?|Invoke-WebRequest|Invoke-RestMethod|iwr|irm)[\s\\^`]/i;
const otherCommand = /^\s*(?:\$ )?(?:grpcurl|websocat|wscat)\s/i;
/** PowerShell that sets something up before it calls, or keeps what comes back. */
const script =
  /^\s*(?:#[^\n]*\n\s*)*\$[\w:]+\s*=[^]*\b(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm)\s/i;

/** True for text that is a command a request can be made of. */
export function isCommand(text: string): boolean {
  return command.test(text) || otherCommand.test(text) || script.test(text) || isFetch(text);
}

/** A command pasted into the URL of a request: it becomes that command. Several commands open the import. */
export async function pasteCommand(app: App, key: string, text: string): Promise<void> {
  const request = await onlyRequest(app, text);
  if (request === null) return;
  const old = app.documents.get(key)?.value as HttpRequest | undefined;
  editTab(app, key, { ...request, name: old?.name || request.name });
}

/** What was pasted outside every field: a command or a URL becomes a new request, anything else that looks like one is imported. */
export async function pasteAnywhere(app: App, text: string): Promise<void> {
  const line = text.trim();
  if (/^(?:https?|wss?):\/\/\S+$/i.test(line)) {
    const empty = isSocketUrl(line) ? emptyWebSocket : emptyRequest;
    openScratch(app, { ...empty, url: line, params: paramsOf(line, []) });
  } else if (isCommand(text)) {
    const request = await onlyRequest(app, text);
    if (request !== null) openScratch(app, { ...request, name: "" });
  } else if (looksImportable(line)) {
    showOverlay(app.overlay, { kind: "import", given: [textFile(text)] });
  }
}

/**
 * What was pasted onto a folder or collection of the sidebar. A command without secrets becomes a request there and is opened; everything
 * else that can be imported is looked at first, with that place as its destination. False: it is nothing of the kind.
 */
export async function pasteInto(
  app: App,
  text: string,
  into: { readonly collectionId: string; readonly folder: string },
): Promise<boolean> {
  const look = (): true => {
    showOverlay(app.overlay, { kind: "import", given: [textFile(text)], into });
    return true;
  };
  if (!isCommand(text)) return looksImportable(text.trim()) ? look() : false;
  try {
    const { requests, notes, secrets } = await app.remote["imports.commands"]({ text });
    const [only] = requests;
    if (requests.length !== 1 || only === undefined || secrets > 0) return look();
    const { collectionId, path } = await app.remote["collections.createRequest"]({
      collectionId: into.collectionId,
      parent: into.folder,
      request: only,
    });
    tellNotes(app, notes);
    openItem(app, "request", { collectionId, path });
  } catch (thrown) {
    notifyFailure(app.notices, toFailure(thrown));
  }
  return true;
}

/** Text as a file of an import. */
export function textFile(text: string): { readonly path: string; readonly blob: Blob } {
  return { path: "pasted", blob: new Blob([text]) };
}

/** JSON, YAML, XML, GraphQL, request lines or a script with calls: worth looking at. Prose is not. */
export function looksImportable(text: string): boolean {
  return signs.some((sign) => sign.test(text));
}

const signs: readonly RegExp[] = [
  /^[[{<]/,
  /^(?:openapi|swagger|opencollection|_type|type|\$kind)\s*:/m,
  /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|QUERY|TRACE|GRAPHQL|GRPC|WEBSOCKET|WSS?|SSE)[ \t]+\S+/m,
  /^(?:meta|vars|headers|auth|get|post|put|patch|delete) \{$/m,
  /^(?:extend )?(?:type|schema|interface|input|enum)\s[^\n]*\{/m,
  /^(?:query|mutation|subscription|fragment)\b[^\n]*\{/m,
  /^[^#\n]*\b(?:curl|grpcurl|websocat|wscat)\s+(?:-|["'$]|\S*:\/\/)/m,
];

async function onlyRequest(app: App, text: string): Promise<HttpRequest | null> {
  try {
    const { requests, notes } = await app.remote["imports.commands"]({ text });
    const [only] = requests;
    if (requests.length !== 1 || only === undefined) {
      showOverlay(app.overlay, { kind: "import", given: [textFile(text)] });
      return null;
    }
    tellNotes(app, notes);
    return only;
  } catch (thrown) {
    notifyFailure(app.notices, toFailure(thrown));
    return null;
  }
}

/** What of a pasted command had no place. */
function tellNotes(app: App, notes: readonly ImportNote[]): void {
  const language = chooseLanguage(app.settings.getState().value.language, app.info.systemLanguage);
  const told = notes.filter((note) => note.severity !== "info");
  if (told.length === 0) return;
  notify(app.notices, {
    text: importWords[language].pasted,
    detail: told.map((note) => importNoteText(note, language)).join(" "),
  });
}
