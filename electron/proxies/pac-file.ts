import { readFile, stat } from "node:fs/promises";
import { get as getHttp, type IncomingMessage } from "node:http";
import { get as getHttps } from "node:https";
import { fileURLToPath } from "node:url";
import { FailureError, toFailure } from "../../shared/model/failure.ts";

/** Bytes of a file at most. */
const most = 1 << 20;
/** ms to fetch one, and to keep it. */
const patience = 10_000;
const fresh = 60_000;
const mostRedirects = 3;

/** Reads proxy auto-config files, from here or from the network. */
export interface PacFiles {
  /**
   * `source`: a path, a `file:` URL or an http(s) URL. Fetched directly: a proxy cannot be asked how to reach it. Rejects with FailureError
   * `proxy`, or with the reason of the abort.
   */
  read(source: string, signal: AbortSignal): Promise<string>;
}

export function createPacFiles(): PacFiles {
  const known = new Map<string, { readonly at: number; readonly text: string }>();
  return {
    async read(source, signal) {
      if (!/^https?:/i.test(source)) return await readLocal(source);
      const kept = known.get(source);
      if (kept !== undefined && Date.now() - kept.at < fresh) return kept.text;
      const text = await fetchText(source, signal);
      known.clear();
      known.set(source, { at: Date.now(), text });
      return text;
    },
  };
}

async function readLocal(source: string): Promise<string> {
  try {
    const file = /^file:/i.test(source) ? fileURLToPath(source) : source;
    const { size } = await stat(file);
    if (size > most) throw unreadable("EFBIG");
    return await readFile(file, "utf8");
  } catch (thrown) {
    throw thrown instanceof FailureError ? thrown : unreadable(toFailure(thrown).code);
  }
}

async function fetchText(source: string, outer: AbortSignal): Promise<string> {
  const signal = AbortSignal.any([outer, AbortSignal.timeout(patience)]);
  try {
    let url = new URL(source);
    for (let hops = 0; hops <= mostRedirects; hops += 1) {
      const reply = await answer(url, signal);
      const { statusCode = 0, headers } = reply;
      if (statusCode === 200) return await textOf(reply);
      reply.destroy();
      if (statusCode < 300 || statusCode > 399 || headers.location === undefined)
        throw unreadable(`status ${statusCode}`);
      url = new URL(headers.location, url);
      if (!/^https?:$/.test(url.protocol)) throw unreadable("redirect");
    }
    throw unreadable("redirects");
  } catch (thrown) {
    if (outer.aborted) throw outer.reason;
    throw thrown instanceof FailureError ? thrown : unreadable(toFailure(thrown).code);
  }
}

function answer(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const get = url.protocol === "https:" ? getHttps : getHttp;
  return new Promise((resolve, reject) => {
    get(url, { signal, agent: false }, resolve).on("error", reject);
  });
}

async function textOf(reply: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of reply as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) throw unreadable("EFBIG");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function unreadable(place: string): FailureError {
  return new FailureError({
    kind: "proxy",
    code: "pac-unreadable",
    message: "The proxy auto-config file could not be read.",
    phase: "prepare",
    remedy: "Check its path or URL in the network settings.",
    place,
  });
}
