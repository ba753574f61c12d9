import { randomBytes } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { FailureError } from "../../shared/model/failure.ts";
import { httpUrl } from "./authorization.ts";

/** Where the browser comes back to, while somebody waits for it. */
export interface CallbackServer {
  /** To be registered with the authorization server; the port is part of it. */
  readonly redirectUri: string;
  /** The parameters the browser brought, once. Rejects with the signal's reason. */
  readonly answer: Promise<URLSearchParams>;
  /** Stops listening. Called once. */
  close(): Promise<void>;
}

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);
/** What a fragment may be long: tokens of several kilobytes, never a body. */
const mostFragment = 256 << 10;

/**
 * Listens on this machine only (RFC 8252 §7.3) for the one request that ends a sign-in. `typed`: the callback URL of the settings; "" or one
 * without a port gets a free one. null: it is not an http address of this machine, so the browser cannot come back by itself. Rejects with
 * FailureError when the port is taken.
 */
export async function openCallback(
  typed: string,
  signal: AbortSignal,
): Promise<CallbackServer | null> {
  const url =
    typed.trim() === "" ? new URL("http://127.0.0.1/callback") : httpUrl(typed, "callback");
  if (url.protocol !== "http:" || !loopback.has(url.hostname)) return null;
  let settle: (parameters: URLSearchParams) => void = () => undefined;
  let fail: (reason: unknown) => void = () => undefined;
  const answer = new Promise<URLSearchParams>((resolve, reject) => {
    settle = resolve;
    fail = reject;
  });
  // Whoever stops waiting need not hear of it.
  answer.catch(() => undefined);
  let host = "";
  const respond = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    void handle(request, { host, path: url.pathname }).then(({ page, parameters }) => {
      // Only when the page is out: what waits for the answer then closes the server.
      if (parameters !== null) response.once("close", () => settle(parameters));
      send(response, page);
    });
  };
  const first = http.createServer(respond);
  const servers = [first];
  await listen(first, url.hostname === "[::1]" ? "::1" : "127.0.0.1", Number(url.port || 0));
  const { port } = first.address() as AddressInfo;
  host = `${url.hostname}:${port}`;
  if (url.hostname === "localhost") {
    // A browser may take either address for this name.
    const second = http.createServer(respond);
    const heard = await listen(second, "::1", port).then(
      () => true,
      () => false,
    );
    if (heard) servers.push(second);
  }
  const onAbort = (): void => fail(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return {
    redirectUri: `http://${host}${url.pathname}${url.search}`,
    answer,
    async close() {
      signal.removeEventListener("abort", onAbort);
      await Promise.all(servers.map(stop));
    },
  };
}

function listen(server: http.Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", () =>
      reject(
        new FailureError({
          kind: "connect",
          code: "oauth2-port",
          message: "The port of the callback URL cannot be used on this machine.",
          remedy: "End the program that uses it, or register a callback URL with another port.",
          phase: "prepare",
          place: "auth",
        }),
      ),
    );
    server.listen(port, host, () => resolve());
  });
}

function stop(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

interface Expected {
  readonly host: string;
  readonly path: string;
}

type Page = "done" | "refused" | "fragment" | "unknown";

interface Handled {
  readonly page: Page;
  readonly parameters: URLSearchParams | null;
}

const unknown: Handled = { page: "unknown", parameters: null };

async function handle(request: http.IncomingMessage, { host, path }: Expected): Promise<Handled> {
  // A page elsewhere that has its name point here sends another Host.
  if (request.headers.host?.toLowerCase() !== host) return unknown;
  const url = new URL(request.url ?? "/", `http://${host}`);
  if (url.pathname !== path) return unknown;
  if (request.method === "POST") {
    const own = request.headers.origin === `http://${host}`;
    const text = await bodyOf(request);
    if (text === null) return unknown;
    const parameters = new URLSearchParams(text);
    // The server's own form (OAuth 2.0 Form Post Response Mode) comes from its page; its state is looked at as any other.
    const form = /^application\/x-www-form-urlencoded\b/i.test(
      request.headers["content-type"] ?? "",
    );
    return own || (form && parameters.has("state")) ? answered(parameters) : unknown;
  }
  if (request.method !== "GET") return unknown;
  const { searchParams } = url;
  if (!searchParams.has("state") && !searchParams.has("code") && !searchParams.has("error"))
    return { page: "fragment", parameters: null };
  return answered(searchParams);
}

function answered(parameters: URLSearchParams): Handled {
  return { page: parameters.has("error") ? "refused" : "done", parameters };
}

async function bodyOf(request: http.IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > mostFragment) return null;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString("utf8");
}

function send(response: http.ServerResponse, page: Page): void {
  const nonce = randomBytes(16).toString("base64");
  response.statusCode = page === "unknown" ? 404 : 200;
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("Referrer-Policy", "no-referrer");
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Connection", "close");
  response.setHeader(
    "Content-Security-Policy",
    `default-src 'none'; script-src 'nonce-${nonce}'; connect-src 'self'; style-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  );
  response.end(document(page, nonce));
}

/** Nothing of the request is in any of these pages. */
function document(page: Page, nonce: string): string {
  const [title, text] = {
    done: [
      "Signed in",
      "You can close this page and go back to Envoi.<br>Vous pouvez fermer cette page et revenir à Envoi.",
    ],
    refused: [
      "Not signed in",
      "The server refused. Envoi says why.<br>Le serveur a refusé. Envoi dit pourquoi.",
    ],
    fragment: ["Envoi", '<span id="text">…</span>'],
    unknown: ["Not found", "There is nothing here.<br>Il n’y a rien ici."],
  }[page];
  const script =
    page === "fragment"
      ? `<script nonce="${nonce}">
const text = document.getElementById("text");
const parts = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
if (parts === "") text.textContent = "Nothing came back. / Rien n’est revenu.";
else fetch(location.pathname, { method: "POST", body: parts }).then(
  () => { text.textContent = "You can close this page and go back to Envoi. / Vous pouvez fermer cette page et revenir à Envoi."; },
  () => { text.textContent = "Envoi no longer waits for this. / Envoi n’attend plus cela."; },
);
</script>`
      : "";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><meta name="viewport" content="width=device-width"><style nonce="${nonce}">body{font:15px/1.5 system-ui,sans-serif;max-width:40ch;margin:20vh auto;padding:0 16px;color-scheme:light dark}</style><p>${text}</p>${script}</html>`;
}
