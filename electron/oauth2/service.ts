import { createHash } from "node:crypto";
import type { SendInput } from "../../shared/contract/exchanges.ts";
import type { OAuth2Step } from "../../shared/contract/oauth2.ts";
import type { Auth } from "../../shared/model/auth.ts";
import { FailureError, toFailure } from "../../shared/model/failure.ts";
import type { OAuth2Auth } from "../../shared/model/oauth2.ts";
import type { OAuth2TokenView } from "../../shared/model/oauth2-token.ts";
import type { TokenAuth } from "../client/auth/applied.ts";
import type { AuthTools } from "../client/auth/outgoing.ts";
import type { ResolvedSettings } from "../client/send.ts";
import type { Conduct } from "../exchanges/conduct.ts";
import type { TokenFor } from "../exchanges/token-for.ts";
import { createFlights } from "./flights.ts";
import { type FlowContext, needsPerson, type Obtained, runFlow, runRefresh } from "./flows.ts";
import { OAuth2Refusal } from "./server-error.ts";
import { type StoredToken, type TokenStore, viewOf } from "./token-store.ts";

/** The auth that counts for a request, resolved, and how requests beside it are sent. */
export interface ResolvedForAuth {
  readonly auth: Auth;
  readonly settings: ResolvedSettings;
}

export interface OAuth2Deps {
  readonly store: TokenStore;
  readonly conduct: Conduct;
  readonly tools: AuthTools;
  /** Rejects with FailureError. */
  resolve(input: SendInput): Promise<ResolvedForAuth>;
  /** Resolves after so many ms; rejects with the signal's reason. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** Tokens: fetched, kept, refreshed, forgotten. One operation of the contract is one function here. */
export interface OAuth2 {
  get(
    input: SendInput,
    refresh: boolean,
    signal: AbortSignal,
  ): AsyncGenerator<OAuth2Step, void, undefined>;
  /** The same for settings that are resolved already; `owner`: the collection the token is for. */
  obtain(
    auth: OAuth2Auth,
    owner: string | null,
    settings: ResolvedSettings,
    options: { readonly refresh: boolean; readonly signal: AbortSignal },
  ): AsyncGenerator<OAuth2Step, void, undefined>;
  answer(flow: string, url: string): void;
  keyOf(input: SendInput): Promise<string | null>;
  watch(signal: AbortSignal): AsyncIterable<readonly OAuth2TokenView[]>;
  forget(key: string): Promise<void>;
  reveal(key: string, which: "access_token" | "refresh_token" | "id_token"): string;
  readonly tokenFor: TokenFor;
}

/** ms before its end from which a token counts as expired: it has to arrive, too. */
const skew = 5_000;

export function createOAuth2(deps: OAuth2Deps): OAuth2 {
  const { store, tools } = deps;
  const flights = createFlights<StoredToken>();
  const pasting = new Map<string, (url: string) => void>();

  const contextOf = (
    auth: OAuth2Auth,
    settings: ResolvedSettings,
    signal: AbortSignal,
  ): FlowContext => ({
    auth,
    settings,
    signal,
    conduct: deps.conduct,
    tools,
    wait: (ms, until) => deps.wait(ms, until),
    pasted: (flow, until) =>
      new Promise((resolve, reject) => {
        const end = (): void => {
          pasting.delete(flow);
          until.removeEventListener("abort", onAbort);
        };
        const onAbort = (): void => {
          end();
          reject(until.reason as Error);
        };
        pasting.set(flow, (url) => {
          end();
          resolve(url);
        });
        until.addEventListener("abort", onAbort, { once: true });
      }),
  });

  async function keep(key: string, auth: OAuth2Auth, obtained: Obtained): Promise<StoredToken> {
    const stored: StoredToken = {
      key,
      name: auth.tokenId,
      issuer: issuerOf(auth),
      clientId: auth.clientId,
      exchange: obtained.exchange,
      token: obtained.token,
    };
    // A disk that is full is no reason to throw a good token away.
    await store.put(stored).catch(() => undefined);
    return stored;
  }

  async function* get(
    input: SendInput,
    refresh: boolean,
    signal: AbortSignal,
  ): AsyncGenerator<OAuth2Step, void, undefined> {
    let resolved: ResolvedForAuth;
    try {
      resolved = await deps.resolve(input);
      if (resolved.auth.kind !== "oauth2") throw notOAuth2();
    } catch (thrown) {
      yield failed(thrown, signal);
      return;
    }
    yield* obtain(resolved.auth, input.collectionId, resolved.settings, { refresh, signal });
  }

  async function* obtain(
    auth: OAuth2Auth,
    owner: string | null,
    settings: ResolvedSettings,
    { refresh, signal }: { readonly refresh: boolean; readonly signal: AbortSignal },
  ): AsyncGenerator<OAuth2Step, void, undefined> {
    try {
      const key = keyOf(auth, owner);
      const context = contextOf(auth, settings, signal);
      const before = store.get(key)?.token ?? null;
      if (refresh && before !== null && before.refreshToken === "") throw noRefreshToken();
      const steps = refresh && before !== null ? runRefresh(context, before) : runFlow(context);
      const obtained = yield* steps;
      yield { kind: "token", token: viewOf(await keep(key, auth, obtained)) };
    } catch (thrown) {
      yield failed(thrown, signal);
    }
  }

  /** Without anybody: a refresh, or a flow that needs none. */
  async function fetchAlone(
    key: string,
    auth: OAuth2Auth,
    settings: ResolvedSettings,
    signal: AbortSignal,
  ): Promise<StoredToken> {
    const context = contextOf(auth, settings, signal);
    const before = store.get(key)?.token ?? null;
    if (before !== null && before.refreshToken !== "" && auth.autoRefresh) {
      try {
        return await keep(key, auth, await finished(runRefresh(context, before)));
      } catch (thrown) {
        const again = auth.autoFetch && !needsPerson(auth) && !signal.aborted;
        if (!again) throw thrown;
      }
    }
    return await keep(key, auth, await finished(runFlow(context)));
  }

  return {
    get,
    obtain,
    answer: (flow, url) => pasting.get(flow)?.(url),
    async keyOf(input) {
      try {
        const { auth } = await deps.resolve(input);
        return auth.kind === "oauth2" ? keyOf(auth, input.collectionId) : null;
      } catch {
        return null;
      }
    },
    watch: (signal) => store.views.watch(signal),
    forget: (key) => store.remove(key),
    reveal(key, which) {
      const token = store.get(key)?.token;
      const value = {
        access_token: token?.accessToken,
        refresh_token: token?.refreshToken,
        id_token: token?.idToken,
      }[which];
      if (value !== undefined && value !== "") return value;
      throw new FailureError({
        kind: "not-found",
        code: "oauth2-token-gone",
        message: "This token is no longer kept.",
      });
    },
    async tokenFor(auth, owner, settings, signal) {
      const key = keyOf(auth, owner);
      const cached = store.get(key);
      const good =
        cached !== null &&
        (cached.token.expiresAt === null || cached.token.expiresAt - skew > tools.epoch());
      if (good) return applied(auth, cached, "cached");
      const refreshes = cached !== null && cached.token.refreshToken !== "" && auth.autoRefresh;
      if (!refreshes && (needsPerson(auth) || !auth.autoFetch)) throw noToken(cached !== null);
      const stored = await flights
        .join(key, signal, (own) => fetchAlone(key, auth, settings, own))
        .catch((thrown: unknown) => {
          throw unreached(thrown);
        });
      return applied(auth, stored, refreshes ? "refreshed" : "fetched");
    },
  };
}

function failed(thrown: unknown, signal: AbortSignal): OAuth2Step {
  const failure = signal.aborted ? cancelled : toFailure(thrown);
  return { kind: "failed", failure, said: thrown instanceof OAuth2Refusal ? thrown.said : "" };
}

/** What went wrong on the way to the authorization server, told apart from the way to the request's own. Anything else stays what it is. */
function unreached(thrown: unknown): unknown {
  if (!(thrown instanceof FailureError) || !onTheWay.has(thrown.failure.kind)) return thrown;
  const { kind, code } = thrown.failure;
  return new FailureError(
    {
      kind,
      code: "oauth2-unreached",
      message: "No token could be fetched: the authorization server was not reached.",
      remedy: "Check the token URL, and get the token on the Auth page to see its exchange.",
      phase: "prepare",
      place: code,
    },
    { cause: thrown },
  );
}

const onTheWay: ReadonlySet<string> = new Set(["resolve", "connect", "tls", "proxy", "timeout"]);

async function finished(steps: AsyncGenerator<OAuth2Step, Obtained, undefined>): Promise<Obtained> {
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
  }
}

/** What makes two tokens different: who asks, whom, for what, and for which collection. Secrets are not in it. */
function keyOf(auth: OAuth2Auth, owner: string | null): string {
  const parts = [
    owner,
    auth.flow,
    auth.authorizationUrl,
    auth.accessTokenUrl,
    auth.deviceAuthorizationUrl,
    auth.clientId,
    auth.scope,
    auth.flow === "resource_owner_password_credentials" ? auth.username : "",
    auth.authorizationParameters,
    auth.tokenParameters,
    auth.tokenId,
    ...(auth.dpop ? ["dpop"] : []),
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function issuerOf(auth: OAuth2Auth): string {
  const text = auth.flow === "implicit" ? auth.authorizationUrl : auth.accessTokenUrl;
  if (!URL.canParse(text)) return "";
  const { origin, pathname } = new URL(text);
  return origin + pathname;
}

function applied(
  auth: OAuth2Auth,
  { token, exchange }: StoredToken,
  how: "cached" | "fetched" | "refreshed",
): TokenAuth {
  const value = auth.tokenSource === "id_token" ? token.idToken : token.accessToken;
  if (value === "")
    throw new FailureError({
      kind: "input",
      code: "oauth2-no-such-token",
      message: "The authorization server gave no token of the kind that is to be sent.",
      remedy: "Choose the other kind in the Auth tab, or ask for the scope openid.",
      phase: "prepare",
      place: "auth",
    });
  return {
    kind: "token",
    token: value,
    placement: auth.tokenPlacement,
    prefix: auth.tokenPrefix,
    queryName: auth.tokenQueryName,
    // A server that binds nothing says so by the type of what it gives.
    dpopKey: token.tokenType.toLowerCase() === "dpop" ? (token.dpopKey ?? null) : null,
    note: {
      scheme: "OAuth 2",
      action: "signed",
      facts: [
        ["token", how],
        ...(token.expiresAt === null
          ? []
          : [["expires", new Date(token.expiresAt).toISOString()] as const]),
        ...(exchange === null || how === "cached" ? [] : [["exchange", exchange] as const]),
      ],
    },
  };
}

const cancelled = {
  kind: "cancelled",
  code: "cancelled",
  message: "The request was cancelled.",
} as const;

function refuse(code: string, message: string, remedy: string): FailureError {
  return new FailureError({
    kind: "input",
    code,
    message,
    remedy,
    phase: "prepare",
    place: "auth",
  });
}

function noToken(expired: boolean): FailureError {
  return expired
    ? refuse("oauth2-expired", "The OAuth 2 token has expired.", "Get a new one in the Auth tab.")
    : refuse("oauth2-no-token", "There is no OAuth 2 token yet.", "Get one in the Auth tab.");
}

function notOAuth2(): FailureError {
  return refuse("oauth2-not-chosen", "This request does not use OAuth 2.", "Choose OAuth 2 first.");
}

function noRefreshToken(): FailureError {
  return refuse(
    "oauth2-no-refresh-token",
    "The authorization server gave no refresh token.",
    "Get a new token, or ask for the scope offline_access.",
  );
}
