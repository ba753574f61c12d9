import { createHash } from "node:crypto";
import type { CodeInput, CodeView } from "../../../shared/contract/exchanges.ts";
import { type Failure, FailureError } from "../../../shared/model/failure.ts";
import type { Settings } from "../../../shared/model/settings.ts";
import type { OAuth2Auth } from "../../../shared/model/oauth2.ts";
import { jarOf } from "../../../shared/model/cookie.ts";
import { type Resolver, secretMask } from "../../../shared/template/resolver.ts";
import type { TokenAuth } from "../../client/auth/applied.ts";
import type { BodyFile } from "../../client/body/file.ts";
import type { SendContext } from "../../collections/send-context.ts";
import { type LocalAccess, resolveRequest } from "../resolve.ts";
import { collectProblems, type Problems } from "../problems.ts";
import { variableProblem } from "../resolve-text.ts";
import { type CodePorts, codeRequest } from "./code-request.ts";

const tokenLater: Failure = {
  kind: "input",
  code: "code-token",
  message: "The OAuth 2 token is fetched when the request is sent: put it in its place.",
  phase: "prepare",
  place: "auth",
};

/** A request as edited, for code. Never rejects for one that cannot be built: it says why. */
export async function viewCode(
  input: CodeInput,
  context: SendContext,
  settings: Settings,
  access: LocalAccess,
  ports: Omit<CodePorts, "reveal">,
): Promise<CodeView> {
  const { reveal } = input;
  const problems = collectProblems(context.problems);
  const { resolver, kept } = resolverForCode(context.resolver, reveal, problems);
  try {
    const resolved = await resolveRequest(input.request, { ...context, resolver }, settings, {
      ...access,
      unsent: true,
      openFile: (path) => openOrName(path, access, problems),
      boundary: steadyBoundary(input.request.body),
      token: async (auth) => {
        problems.add(tokenLater);
        return unknownToken(auth);
      },
    });
    const jar = jarOf(resolved.settings.network.cookieJar, input.collectionId, input.environment);
    const { request, masked } = await codeRequest({ ...resolved, jar }, { ...ports, reveal });
    return { request, masked: masked || kept(), problems: problems.list() };
  } catch (thrown) {
    if (!(thrown instanceof FailureError)) throw thrown;
    problems.add(thrown.failure);
    return { request: null, masked: kept(), problems: problems.list() };
  }
}

/**
 * A resolver whose `resolve` leaves `{{name}}` where a secret would go, unless it may be shown. What cannot be resolved stays as typed and
 * is a problem, no refusal. `kept`: whether a secret was met.
 */
export function resolverForCode(
  resolver: Resolver,
  reveal: boolean,
  problems: Problems,
): { readonly resolver: Resolver; kept(): boolean } {
  let met = false;
  const resolve: Resolver["resolve"] = (text, form) => {
    const result = reveal ? resolver.resolve(text, form) : resolver.keep(text, form);
    met ||= result.secret && !reveal;
    for (const problem of result.problems) {
      // A secret whose value nobody asked for need not have one.
      if (problem.kind === "missing-secret" && !reveal) met = true;
      else problems.add(variableProblem(problem));
    }
    return { ...result, problems: [] };
  };
  return { resolver: { ...resolver, resolve }, kept: () => met };
}

/** Where the token of a login goes, without asking for one. */
export function unknownToken(auth: OAuth2Auth): TokenAuth {
  return {
    kind: "token",
    token: secretMask,
    placement: auth.tokenPlacement,
    prefix: auth.tokenPrefix,
    queryName: auth.tokenQueryName,
    dpopKey: null,
    note: { scheme: "OAuth 2.0", action: "signed", facts: [] },
  };
}

/** A file that cannot be read now is named all the same. */
async function openOrName(
  path: string,
  access: LocalAccess,
  problems: Problems,
): Promise<BodyFile> {
  try {
    return await access.openFile(path);
  } catch (thrown) {
    if (!(thrown instanceof FailureError)) throw thrown;
    problems.add(thrown.failure);
    return { realPath: "", size: 0, name: path.split(/[/\\]/).at(-1) ?? path, asked: path };
  }
}

/** The same for the same body, so that code stays as it is while other things change. */
function steadyBoundary(body: unknown): string {
  const hash = createHash("sha256").update(JSON.stringify(body)).digest("base64url");
  return `envoi-${hash.slice(0, 24)}`;
}
