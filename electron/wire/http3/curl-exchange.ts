import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { rootCertificates } from "node:tls";
import type { HeaderField, SentHeader } from "../../../shared/model/header.ts";
import type { NetworkSettings } from "../../../shared/model/network/network.ts";
import type { TraceDetail } from "../../../shared/model/trace.ts";
import { FailureError } from "../../../shared/model/failure.ts";
import { abortFailure } from "../connect/abort.ts";
import { revocationLists } from "../connect/secure-context.ts";
import { pinsOf } from "../connect/tls-demands.ts";
import type { LoadedFile, TlsMaterial } from "../connect/tls-material.ts";
import { identityFor } from "../connect/tls-material.ts";
import type { Http1Context, Http1Reply } from "../http1/message.ts";
import { curlArguments, curlConfig, type CurlTask } from "./curl-config.ts";
import { curlFailure } from "./curl-failure.ts";
import { readCurlHeads } from "./curl-heads.ts";
import type { CurlProgram } from "./curl-program.ts";

export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly headers: readonly SentHeader[];
  readonly hostField: string;
  readonly body: { open(): AsyncIterable<Uint8Array> } | null;
  readonly verifyTls: boolean;
  readonly network: NetworkSettings;
  readonly material: TlsMaterial;
}

/**
 * One request through curl: a process of its own, killed when the signal is aborted. The bytes of HTTP/3 are curl's: nothing of them is
 * recorded. The content of the reply goes into the record, because that is where a body lies. Rejects with FailureError.
 */
export async function exchangeByCurl(
  program: CurlProgram,
  request: CurlRequest,
  context: Http1Context,
): Promise<Http1Reply> {
  const folder = await mkdtemp(path.join(tmpdir(), "envoi-curl-"));
  const tidy = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const task = await prepare(folder, request);
    context.signal.throwIfAborted();
    const run = new CurlRun(program, task, context, tidy);
    return await run.reply();
  } catch (thrown) {
    await tidy();
    if (context.signal.aborted) throw abortFailure(context.signal, "prepare");
    throw thrown;
  }
}

/** Writes what curl reads from files: they are this user's alone and end with the exchange. */
async function prepare(folder: string, request: CurlRequest): Promise<CurlTask> {
  const { method, url, headers, verifyTls, network, material } = request;
  const put = async (name: string, bytes: string | Uint8Array): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, bytes, { mode: 0o600 });
    return file;
  };
  const own = material.ca === null ? "" : bytesOf(material.ca).toString("utf8");
  const trusted = network.caMode === "replace" && own !== "" ? [own] : [...rootCertificates, own];
  const identity = identityFor(material, request.host, request.port);
  return {
    method,
    url,
    headers,
    host: request.hostField,
    verifyTls,
    network,
    heads: path.join(folder, "heads"),
    body: request.body === null ? null : await spool(path.join(folder, "body"), request.body),
    authorities: await put("authorities.pem", trusted.join("\n")),
    identity:
      identity === null
        ? null
        : identity.type === "pem"
          ? {
              type: "pem",
              certificate: await put("certificate.pem", bytesOf(identity.certificate)),
              key: await put("key.pem", bytesOf(identity.key)),
            }
          : { type: "pkcs12", pkcs12: await put("identity.p12", bytesOf(identity.pkcs12)) },
    passphrase: identity?.passphrase ?? "",
    revocations:
      material.crl === null
        ? ""
        : await put("revocations.pem", revocationLists(material.crl).join("\n")),
    pinned: network.pinnedKey === "" ? "" : pinsOf(network.pinnedKey, material.pin).join(";"),
  };
}

function bytesOf(file: LoadedFile): Buffer {
  if (file.kind === "failed") throw new FailureError(file.failure);
  return file.bytes;
}

async function spool(file: string, body: { open(): AsyncIterable<Uint8Array> }): Promise<string> {
  const out = createWriteStream(file, { mode: 0o600 });
  for await (const bytes of body.open()) {
    if (!out.write(bytes)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
  return file;
}

class CurlRun {
  readonly #task: CurlTask;
  readonly #context: Http1Context;
  readonly #tidy: () => Promise<void>;
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #told = 0;
  #head: Http1Reply["head"] = null;
  #trailers: readonly HeaderField[] = [];
  #over = false;
  /** The last that curl wrote to its standard error: how many bytes of the body it sent. */
  #uploaded = "";
  readonly #kill = (): void => void this.#child.kill("SIGKILL");

  constructor(
    program: CurlProgram,
    task: CurlTask,
    context: Http1Context,
    tidy: () => Promise<void>,
  ) {
    this.#task = task;
    this.#context = context;
    this.#tidy = tidy;
    // The environment of Envoi holds proxies and key log files that this request did not ask for.
    const { PATH = "", SYSTEMROOT = "", TEMP = "" } = process.env;
    this.#child = spawn(program.path, [...curlArguments], {
      stdio: ["pipe", "pipe", "pipe"],
      shell: false,
      windowsHide: true,
      env: { PATH, SYSTEMROOT, TEMP },
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once("error", () => resolve(null));
      this.#child.once("close", (code) => resolve(code));
    });
    this.#child.stdin?.on("error", () => undefined);
    this.#child.stdin?.end(curlConfig(task));
    this.#child.stderr?.setEncoding("latin1").on("data", (text: string) => {
      this.#uploaded = (this.#uploaded + text).slice(-20);
    });
    context.signal.addEventListener("abort", this.#kill, { once: true });
    context.emit({ kind: "send-start" });
  }

  /** Resolves when the head is there, with the content as it comes. */
  async reply(): Promise<Http1Reply> {
    const content = this.#content();
    const first = await content.next();
    if (first.done === true) return this.#reply(none());
    return this.#reply(prepended(first.value, content));
  }

  #reply(body: Http1Reply["body"]): Http1Reply {
    return { head: this.#head, body, trailers: () => this.#trailers };
  }

  async *#content(): AsyncGenerator<{ readonly bytes: Uint8Array; readonly offset: number }> {
    const { recorder, hop } = this.#context;
    try {
      for await (const chunk of this.#child.stdout ?? []) {
        const bytes: unknown = chunk;
        if (!(bytes instanceof Uint8Array)) continue;
        if (this.#head === null) await this.#readHeads();
        const offset = recorder.append("clear", "received", hop, bytes);
        const end = offset + bytes.length;
        recorder.mark({ kind: "body", direction: "received", hop, start: offset, end, label: "" });
        await recorder.full();
        yield { bytes, offset };
      }
      const code = await this.#ended;
      await this.#readHeads();
      // Only now is it known: a server may answer before it has read all.
      const bodyBytes = Number(/\d+$/.exec(this.#uploaded)?.[0] ?? 0);
      if (bodyBytes > 0) this.#context.emit({ kind: "sent", headBytes: 0, bodyBytes });
      if (this.#context.signal.aborted) throw abortFailure(this.#context.signal, "receive");
      if (code !== 0) throw curlFailure(code);
    } finally {
      await this.#end();
    }
  }

  async #readHeads(): Promise<void> {
    const text = await readFile(this.#task.heads, "latin1").catch(() => "");
    const { interim, head, trailers } = readCurlHeads(text);
    const emit = (detail: TraceDetail): void => this.#context.emit(detail);
    if (this.#told === 0 && (interim.length > 0 || head !== null)) {
      emit({ kind: "sent", headBytes: 0, bodyBytes: 0 });
      emit({ kind: "first-byte" });
    }
    for (const one of interim.slice(this.#told)) emit({ kind: "informational", head: one });
    this.#told = Math.max(this.#told, interim.length);
    if (head !== null && this.#head === null) {
      this.#head = head;
      this.#told += 1;
      emit({ kind: "head", head, headBytes: 0 });
    }
    if (trailers.length > this.#trailers.length) {
      this.#trailers = trailers;
      emit({ kind: "trailers", trailers });
    }
  }

  async #end(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    this.#context.signal.removeEventListener("abort", this.#kill);
    this.#kill();
    await this.#ended;
    this.#context.emit({ kind: "hop-end" });
    await this.#tidy();
  }
}

async function* none(): AsyncGenerator<never> {}

async function* prepended<T>(first: T, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
