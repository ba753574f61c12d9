import path from "node:path";
import * as v from "valibot";
import type { ExchangeId } from "../../shared/model/exchange.ts";
import {
  type DecodedToken,
  decodeJwt,
  maskToken,
  type OAuth2Token,
  type OAuth2TokenView,
} from "../../shared/model/oauth2-token.ts";
import { atomicWrite } from "../base/atomic-write.ts";
import { createCurrent, type Current } from "../base/current.ts";
import { readJsonFile } from "../base/json-file.ts";
import type { Vault } from "../secrets/vault.ts";

/** A token in the cache, with what it belongs to. */
export interface StoredToken {
  readonly key: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly exchange: ExchangeId | null;
  readonly token: OAuth2Token;
}

/** Tokens, sealed, in app data. What a page sees of them is in `views`. */
export interface TokenStore {
  readonly views: Current<readonly OAuth2TokenView[]>;
  get(key: string): StoredToken | null;
  /** Resolves when it is on disk. Rejects with FailureError `storage`; the token is there for as long as the app runs all the same. */
  put(stored: StoredToken): Promise<void>;
  remove(key: string): Promise<void>;
}

/** Tokens kept; the oldest go first. */
const most = 200;

const fileSchema = v.object({
  version: v.literal(1),
  tokens: v.array(v.object({ key: v.string(), sealer: v.string(), sealed: v.string() })),
});
type Line = v.InferOutput<typeof fileSchema>["tokens"][number];

const text = v.string();
const storedSchema = v.object({
  key: text,
  name: text,
  issuer: text,
  clientId: text,
  exchange: v.nullable(text),
  token: v.object({
    accessToken: text,
    refreshToken: text,
    idToken: text,
    tokenType: text,
    scope: text,
    obtainedAt: v.number(),
    expiresAt: v.nullable(v.number()),
    dpopKey: v.exactOptional(text),
  }),
});

/** `<dataFolder>/oauth2-tokens.json`, mode 0600. Tokens that cannot be opened (now) stay in the file, unread. */
export async function openTokenStore(dataFolder: string, vault: Vault): Promise<TokenStore> {
  const file = path.join(dataFolder, "oauth2-tokens.json");
  const read = await readJsonFile(file, (value) => v.parse(fileSchema, value));
  let unread: Line[] = read?.tokens ?? [];
  /** What `tokens` is in the file. */
  let sealed: Line[] = [];
  const tokens = new Map<string, StoredToken>();
  const openUnread = (): void => {
    unread = unread.filter((line) => {
      const stored = opened(line, vault);
      if (stored === null) return true;
      if (!tokens.has(stored.key)) tokens.set(stored.key, stored);
      sealed.push(line);
      return false;
    });
  };
  openUnread();
  const views = createCurrent(viewsOf(tokens));
  let last: Promise<unknown> = Promise.resolve();

  function changed(): Promise<void> {
    while (tokens.size > most) {
      const oldest = tokens.keys().next();
      if (oldest.done === true) break;
      tokens.delete(oldest.value);
    }
    views.set(viewsOf(tokens));
    const { sealer } = vault;
    sealed = [...tokens.values()].map((stored): Line => ({
      key: stored.key,
      sealer: sealer.name,
      sealed: Buffer.from(sealer.seal(JSON.stringify(stored))).toString("base64"),
    }));
    const content = `${JSON.stringify({ version: 1, tokens: [...unread, ...sealed] })}\n`;
    const write = async (): Promise<void> =>
      void (await atomicWrite(file, content, { mode: 0o600 }));
    const mine = last.then(write, write);
    last = mine.catch(() => undefined);
    return mine;
  }

  vault.register({
    reseal: () => (tokens.size === 0 ? Promise.resolve() : changed()),
    sealers: async () =>
      new Set([
        ...unread.map((line) => line.sealer),
        ...(tokens.size > 0 ? [vault.sealer.name] : []),
      ]),
    unlocked: () => {
      openUnread();
      views.set(viewsOf(tokens));
    },
    locked: () => {
      unread = [...unread, ...sealed];
      sealed = [];
      tokens.clear();
      views.set([]);
    },
  });

  return {
    views,
    get: (key) => tokens.get(key) ?? null,
    async put(stored) {
      tokens.delete(stored.key);
      tokens.set(stored.key, stored);
      await changed();
    },
    async remove(key) {
      if (tokens.delete(key)) await changed();
    },
  };
}

function opened(line: Line, vault: Vault): StoredToken | null {
  try {
    const sealer = vault.opener(line.sealer);
    if (sealer === null) return null;
    return v.parse(storedSchema, JSON.parse(sealer.open(Buffer.from(line.sealed, "base64"))));
  } catch {
    // Sealed with a key this machine no longer has.
    return null;
  }
}

function viewsOf(tokens: ReadonlyMap<string, StoredToken>): readonly OAuth2TokenView[] {
  return [...tokens.values()].toReversed().map(viewOf);
}

/** What a page may know. */
export function viewOf({
  key,
  name,
  issuer,
  clientId,
  exchange,
  token,
}: StoredToken): OAuth2TokenView {
  const decoded = (["access_token", "id_token"] as const).flatMap((which): DecodedToken[] => {
    const parts = decodeJwt(which === "id_token" ? token.idToken : token.accessToken);
    return parts === null ? [] : [{ token: which, ...parts }];
  });
  return {
    key,
    name,
    issuer,
    clientId,
    tokenType: token.tokenType,
    scope: token.scope,
    masked: maskToken(token.accessToken || token.idToken),
    obtainedAt: token.obtainedAt,
    expiresAt: token.expiresAt,
    refreshable: token.refreshToken !== "",
    hasIdToken: token.idToken !== "",
    decoded,
    exchange,
  };
}
