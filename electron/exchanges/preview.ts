import type { Preview } from "../../shared/contract/exchanges.ts";
import type { CollectionId } from "../../shared/model/collection.ts";
import { jarOf } from "../../shared/model/cookie.ts";
import { FailureError } from "../../shared/model/failure.ts";
import type { Auth } from "../../shared/model/auth.ts";
import type { SentHeader } from "../../shared/model/header.ts";
import type { HttpRequest } from "../../shared/model/request.ts";
import type { Settings } from "../../shared/model/settings.ts";
import { type RequestUrl, requestUrl } from "../../shared/model/url.ts";
import { laterMark, secretMask } from "../../shared/template/resolver.ts";
import { addQuery } from "../client/add-query.ts";
import { announced } from "../client/auth/announced.ts";
import type { BodyFile } from "../client/body/file.ts";
import { previewBody } from "../client/body/prepare.ts";
import type { CookiePort } from "../client/cookies.ts";
import { cookieUrl } from "../client/cookies.ts";
import { buildHeaders } from "../client/headers.ts";
import { wantsChunks } from "../client/single-hop.ts";
import type { SendContext } from "../collections/send-context.ts";
import { handshakeFields } from "../wire/websocket/handshake.ts";
import { createMasking } from "./masking.ts";
import {
  rawTarget,
  resolveAuth,
  resolveContent,
  resolveHeaders,
  resolveSettings,
  resolveUrl,
  settingsLayers,
} from "./resolve.ts";
import { authUnsupported, collecting, collectProblems, type Problems } from "./problems.ts";
import { replaceForEyes } from "./resolve-text.ts";

/** What would be sent, by the same functions that send it, with secrets masked. Never rejects for a request that cannot be built: it says so. */
export async function previewRequest(
  request: HttpRequest,
  context: SendContext,
  settings: Settings,
  ports: {
    readonly openFile: (path: string) => Promise<BodyFile>;
    readonly cookies: CookiePort | null;
    readonly version: string;
    readonly collectionId: CollectionId | null;
    readonly environment: string | null;
  },
): Promise<Preview> {
  const problems = collectProblems(context.problems);
  const replace = replaceForEyes(context.resolver, problems);
  const attempt = <T>(work: () => T, otherwise: T): T => {
    try {
      return work();
    } catch (thrown) {
      if (!(thrown instanceof FailureError)) throw thrown;
      problems.add(thrown.failure);
      return otherwise;
    }
  };
  if (request.raw !== undefined) {
    const { raw } = request;
    attempt(() => rawTarget(replace(raw.target), raw.tls), null);
    return { url: "", normalised: "", headers: [], problems: problems.list() };
  }
  const layers = settingsLayers(request.settings, context, settings);
  const resolved = resolveSettings(request.settings, layers, replace);
  const webSocket = request.body.kind === "websocket";
  const read = (text: string): RequestUrl =>
    requestUrl(text, { encode: resolved.encodeUrl, webSocket });
  const typedUrl = resolveUrl(request, replace);
  const readUrl = attempt(() => read(typedUrl), null);
  const content = await contentOf(request, typedUrl, problems, replace, ports.openFile);
  // Parameters of a GraphQL request may be in it.
  const url = readUrl === null || content.url === typedUrl ? readUrl : read(content.url);
  const { fields, query } = authOf(
    resolveAuth(context.auth, replace),
    url?.userinfo ?? null,
    problems,
  );
  let sent = url;
  for (const name of query) if (sent !== null) sent = addQuery(sent, { name, value: secretMask });
  // What a WebSocket is to say later is looked at now, so that a missing variable is no surprise then.
  if (request.body.kind === "websocket")
    for (const { type, data } of request.body.messages) if (type !== "binary") replace(data);
  const { contentType } = content;
  const prepared = await collecting(problems, { body: null, fields: [] }, () =>
    previewBody(content.body, resolved.network),
  );
  const typed = resolveHeaders(request, context, replace, resolved.omitHeaders);
  const jar =
    url !== null && resolved.network.sendCookies
      ? ports.cookies?.cookiesFor(
          jarOf(resolved.network.cookieJar, ports.collectionId, ports.environment),
          cookieUrl(url),
        )
      : undefined;
  const headers = attempt(
    () =>
      buildHeaders({
        hostField: url?.hostField ?? "",
        method: webSocket ? "GET" : request.method,
        typed,
        // The key is another one when it is sent.
        handshake: webSocket ? handshakeFields({ protocols: [], compress: true }) : [],
        body: prepared.body,
        bodyContentType: contentType === null ? null : shownType(contentType),
        bodyFields: prepared.fields,
        chunked: wantsChunks(resolved.network),
        authFields: fields,
        cookieField: jar?.field ?? null,
        omit: resolved.omitHeaders,
        version: ports.version,
      }),
    [],
  );
  // A cookie of the jar may hold a secret that a server gave back.
  const masking = createMasking(context.resolver.secretsInSight());
  return {
    url: legible(sent?.display ?? ""),
    normalised: normalised(sent),
    headers: masking?.inside(headers) ?? headers,
    problems: problems.list(),
  };
}

/** The other reading of the same URL (WHATWG URL), userinfo and fragment left out like in ours; "" where both agree. */
function normalised(url: RequestUrl | null): string {
  if (url === null || !URL.canParse(url.display)) return "";
  const { href } = new URL(url.display);
  return href === url.display ? "" : legible(href);
}

/** What stands for a secret, or for a value made at the send, is no part of the URL: it is shown as it is, not percent-encoded. */
function legible(url: string): string {
  return url
    .replaceAll(encodeURIComponent(secretMask), secretMask)
    .replaceAll(/%E2%80%B9(.*?)%E2%80%BA/gi, (_, name: string) => laterMark(decoded(name)));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The boundary is drawn anew for each send, so the one of a preview would be a lie. */
function shownType(contentType: string): string {
  return contentType.replace(/; boundary=.*$/, "; boundary=…");
}

/** What auth will add. The scheme's name is shown, what proves who the person is is not. */
function authOf(
  auth: Auth,
  userinfo: RequestUrl["userinfo"],
  problems: Problems,
): { readonly fields: readonly SentHeader[]; readonly query: readonly string[] } {
  if (auth.kind === "other") problems.add(authUnsupported);
  const own = auth.kind === "none" && userinfo !== null ? basicKind : auth;
  const { fields, query } = announced(own);
  return {
    fields: fields.map(({ name, scheme }) => ({
      name,
      value: scheme.endsWith('"') ? scheme : scheme + secretMask,
      origin: "auth",
    })),
    query,
  };
}

const basicKind: Auth = { kind: "basic", username: "", password: "" };

async function contentOf(
  request: HttpRequest,
  url: string,
  problems: Problems,
  replace: (text: string) => string,
  openFile: (path: string) => Promise<BodyFile>,
): ReturnType<typeof resolveContent> {
  const nothing = { body: null, contentType: null, url };
  return await collecting(problems, nothing, () =>
    resolveContent(request, replace(request.method), replace, { openFile, unsent: true }),
  );
}
