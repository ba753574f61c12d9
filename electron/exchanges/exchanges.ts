import type { SendInput } from "../../shared/contract/exchanges.ts";
import { type Action, type ActionInForce, actionsInForce } from "../../shared/model/action.ts";
import { jarOf } from "../../shared/model/cookie.ts";
import type { Exchange, ExchangeId } from "../../shared/model/exchange.ts";
import { emptyExchange, reduceExchange } from "../../shared/model/exchange-reduce.ts";
import { type HistoryPlace, samePlace } from "../../shared/model/exchange-summary.ts";
import { toFailure } from "../../shared/model/failure.ts";
import { emptyRequest } from "../../shared/model/request.ts";
import { outgrows, type TraceEvent } from "../../shared/model/trace.ts";
import type { ResolvedRequest, ResolvedSettings, SendOptions } from "../client/send.ts";
import type { SendContext } from "../collections/send-context.ts";
import { untilAborted, withFetched } from "../secrets/providers/source.ts";
import { readFrames, readMarks, readSegments, readSummary } from "../wire/record/read-record.ts";
import { readSentFiles } from "../wire/record/referred-bytes.ts";
import { viewCode } from "./code/code-view.ts";
import { saveHar } from "./har-source.ts";
import { createEventQueue } from "./event-queue.ts";
import { exchangeOfBody, newExchangeId, notFound } from "./exchange-id.ts";
import { readableFile } from "./file-access.ts";
import { cancelledFailure, notSent } from "./not-sent.ts";
import { previewRequest } from "./preview.ts";
import { promptsOf } from "./prompts.ts";
import { viewRaw } from "./raw-view.ts";
import { createPruning } from "./pruning.ts";
import { localAccess } from "./local-access.ts";
import { createMasking } from "./masking.ts";
import { replayOf } from "./replay.ts";
import { bytesOnly, resolveRequest, resolveSending, type SendAccess } from "./resolve.ts";
import { replaceForSending } from "./resolve-text.ts";
import { resumeOf } from "./resume.ts";
import { saveToFile } from "./save-body.ts";
import type { Exchanges, ExchangesDeps } from "./service.ts";
import { socketRecords } from "./socket-records.ts";
import { createSockets } from "./sockets.ts";
import { takeFor } from "./take-values.ts";

/** Marks in one answer: a reply in tiny chunks has more than a message can hold. */
const mostMarks = 20_000;

interface Running {
  exchange: Exchange;
  readonly trace: TraceEvent[];
  readonly controller: AbortController;
  done: Promise<unknown>;
}

/** How a send ended: for eyes and the history, and with nothing in it hidden, for what is taken from it and no further. */
interface Ran {
  readonly exchange: Exchange;
  readonly actual: Exchange;
}

const asItWas = (exchange: Exchange): Ran => ({ exchange, actual: exchange });

/** Straight to where it goes. */
function withoutWay(settings: ResolvedSettings): ResolvedSettings {
  const proxy = { kind: "none" } as const;
  return { ...settings, network: { ...settings.network, proxy, connectTo: [], unixSocket: "" } };
}

export function createExchanges(deps: ExchangesDeps): Exchanges {
  const running = new Map<ExchangeId, Running>();
  const sockets = createSockets();

  const contextOf = (input: SendInput): Promise<SendContext> =>
    deps.readContext({
      collectionId: input.collectionId,
      path: input.path,
      environment: input.environment,
      request: input.request,
      ...(input.answers === undefined ? {} : { answers: new Map(Object.entries(input.answers)) }),
    });
  const accessOf = (
    { folder }: SendContext,
    { collectionId }: SendInput,
    signal: AbortSignal,
  ): SendAccess => ({
    ...localAccess(folder, deps),
    token: (auth, settings) => deps.tokenFor(auth, collectionId, settings, signal),
  });

  /** Secrets that a server gave back as a cookie: they go out with it. */
  function inCookies({ resolver }: SendContext): readonly string[] {
    const texts = deps.cookies?.jars?.().flatMap((jar) => jar.cookies.map(({ value }) => value));
    if (texts === undefined || texts.length === 0) return [];
    return [...resolver.secretsInSight()].filter(
      (secret) => secret !== "" && texts.some((text) => text.includes(secret)),
    );
  }

  /** A secret whose program was not asked yet: it is asked, and what the request takes from its place is read again. */
  async function built(
    input: SendInput,
    reading: Promise<SendContext>,
    signal: AbortSignal,
  ): Promise<{ readonly request: ResolvedRequest; readonly context: SendContext }> {
    let next = reading;
    const fetch = deps.fetchSecret ?? (async () => false);
    return await withFetched(
      async (failure) => {
        const fetched = await untilAborted(fetch(failure), signal);
        if (fetched) next = contextOf(input);
        return fetched;
      },
      async () => {
        const context = await next;
        return { context, request: await requestOf(input, context, signal) };
      },
    );
  }

  /** Builds, sends and saves. Never rejects. */
  async function run(
    input: SendInput,
    reading: Promise<SendContext>,
    options: SendOptions,
  ): Promise<Ran> {
    const entry = running.get(options.id);
    try {
      const { request: plain, context } = await built(input, reading, options.signal);
      const request = sockets.begin(options.id, plain, {
        replace: replaceForSending(context.resolver),
        answered: async (more) =>
          replaceForSending(
            (await contextOf({ ...input, answers: { ...input.answers, ...more } })).resolver,
          ),
      });
      if (plain.socketPlan !== undefined) deps.bodies.begin(options.id);
      const masking =
        deps.guard?.begin(options.id, deps.store.folderOf(options.id), [
          ...(request.secrets ?? []),
          ...inCookies(context),
          // What is sent on a WebSocket later may hold any of them.
          ...(plain.socketPlan === undefined ? [] : context.resolver.secretsInSight()),
        ]) ?? null;
      if (masking === null) return asItWas(await deps.send(request, options));
      // What is kept and shown of it hides them; its bytes are sealed.
      const actual = await deps.send(request, {
        ...options,
        onEvent: (event) => options.onEvent(masking.inside(event)),
      });
      return { exchange: masking.inside(actual), actual };
    } catch (thrown) {
      const failure = options.signal.aborted ? cancelledFailure : toFailure(thrown);
      const raw = input.replay !== undefined || input.request.raw !== undefined;
      return asItWas(notSent(options, deps.clock.epoch(), raw, failure));
    } finally {
      sockets.end(options.id);
      await save(options.id, entry, placeOf(input));
    }
  }

  /** The request as it is, for the rest of an earlier body, or the bytes of an earlier hop. */
  async function requestOf(
    input: SendInput,
    context: SendContext,
    signal: AbortSignal,
  ): Promise<ResolvedRequest> {
    const access = accessOf(context, input, signal);
    const parts = [input.request, context, deps.settings(), access] as const;
    if (input.replay !== undefined) {
      const { exchangeId, hop } = input.replay;
      const earlier = await deps.store.exchange(exchangeId);
      const { raw, direct } = await replayOf(earlier, hop, await deps.store.open(exchangeId));
      const sending = await resolveSending(...parts);
      const secrets = new Set(deps.guard?.valuesOf(exchangeId) ?? []);
      return { ...bytesOnly(direct ? withoutWay(sending) : sending, raw), secrets };
    }
    const resolved = await resolveRequest(...parts);
    const { cookieJar } = resolved.settings.network;
    const request = { ...resolved, jar: jarOf(cookieJar, input.collectionId, input.environment) };
    if (input.resume === undefined) return request;
    const earlier = await deps.store.exchange(input.resume);
    const masking = createMasking(request.secrets ?? []);
    const hide = (text: string): string => masking?.text(text) ?? text;
    return { ...request, resume: await resumeOf(earlier, request, deps.bodies, hide) };
  }

  /** Not being able to keep an exchange is no reason to lose its result on the screen. */
  async function save(
    id: ExchangeId,
    entry: Running | undefined,
    place: HistoryPlace | null,
  ): Promise<void> {
    if (entry === undefined) return;
    try {
      await deps.store.save(
        entry.exchange,
        entry.trace,
        deps.bodies.storedOf(id),
        place,
        deps.guard?.sealed(id) ?? null,
      );
      deps.bodies.release(id);
      pruning.soon();
    } catch {
      // The bodies stay findable in memory for as long as the app runs.
    }
  }

  const taken = (
    { collectionId, path, environment }: Pick<SendInput, "collectionId" | "path" | "environment">,
    actions: readonly ActionInForce[],
    { exchange, masked }: { readonly exchange: Exchange; readonly masked: boolean },
    context: SendContext | null,
  ) => {
    const layers = context?.layers ?? [];
    const secrets = deps.guard?.valuesOf(exchange.id) ?? [];
    const input = { actions, exchange, masked, secrets, collectionId, path, environment, layers };
    return takeFor(input, deps.bodies, deps.kept);
  };

  /** After a send: what the request keeps, and the folders it is in. */
  const keptOf = (
    input: SendInput,
    own: readonly Action[],
    exchange: Exchange,
    context: SendContext | null,
  ) => {
    const actions = actionsInForce(context?.layers ?? [], own);
    return taken(input, actions, { exchange, masked: false }, context);
  };

  const pruning = createPruning(() =>
    deps.store.prune(deps.settings().historyLimit, new Set(running.keys())),
  );

  return {
    async *send(input, signal) {
      const reading = contextOf(input);
      const prompts = await unanswered(input, reading);
      if (prompts.length > 0) {
        yield { kind: "ask", prompts };
        return;
      }
      const id = newExchangeId(deps.clock.epoch());
      const queue = createEventQueue();
      const controller = new AbortController();
      const entry: Running = {
        exchange: emptyExchange(id, deps.clock.epoch()),
        trace: [],
        controller,
        done: Promise.resolve(),
      };
      running.set(id, entry);
      const onAbort = (): void => controller.abort();
      if (signal.aborted) onAbort();
      else signal.addEventListener("abort", onAbort, { once: true });
      const result = run(input, reading, {
        id,
        signal: controller.signal,
        onEvent(event) {
          keepEvent(entry.trace, event);
          entry.exchange = reduceExchange(entry.exchange, event);
          queue.push(event);
        },
      }).finally(() => {
        signal.removeEventListener("abort", onAbort);
        running.delete(id);
        queue.close();
      });
      entry.done = result;
      try {
        for await (const events of queue.batches()) yield { kind: "trace", events };
        const { exchange, actual } = await result;
        const { actions = [] } = input.request;
        const kept =
          input.replay !== undefined || controller.signal.aborted
            ? []
            : await keptOf(input, actions, actual, await reading.catch(() => null));
        yield { kind: "end", exchange, ...(kept.length === 0 ? {} : { kept }) };
      } finally {
        // A reader that left early does not want the rest; the record of what took place is still written.
        controller.abort();
      }
    },
    cancel: (id) => running.get(id)?.controller.abort(),
    async preview(input) {
      const context = await contextOf(input);
      return await previewRequest(input.request, context, deps.settings(), {
        ...input,
        openFile: (path) => readableFile(path, context.folder, deps.grants.has),
        cookies: deps.cookies,
        version: deps.version,
      });
    },
    async history(place, limit) {
      const all = await deps.store.summaries();
      const wanted = place === null ? all : all.filter((one) => samePlace(one.place, place));
      return wanted.slice(0, limit);
    },
    async remove(id) {
      if (!running.has(id)) await deps.store.remove(id);
    },
    async code(input) {
      const context = await contextOf(input);
      return await viewCode(input, context, deps.settings(), localAccess(context.folder, deps), {
        cookies: deps.cookies,
        version: deps.version,
      });
    },
    async take({ id, action, ...place }) {
      const request = emptyRequest;
      const context = await contextOf({ ...place, request });
      const exchange = await deps.store.exchange(id);
      const actions = actionsInForce([], [{ ...action, disabled: false }]);
      const [result] = await taken(place, actions, { exchange, masked: true }, context);
      if (result === undefined) throw notFound("exchange");
      return result;
    },
    async raw(input) {
      const context = await contextOf(input);
      return await viewRaw(
        input,
        context,
        deps.settings(),
        localAccess(context.folder, deps),
        deps,
      );
    },
    get: async (id) => running.get(id)?.exchange ?? (await deps.store.exchange(id)),
    trace: async (id) => running.get(id)?.trace.slice() ?? (await deps.store.trace(id)),
    async wire({ id, side, from, limit }) {
      const folder = await deps.store.open(id);
      const segments = await readSegments(folder, side, from, limit);
      const first = segments[0];
      const last = segments.at(-1);
      if (side === "socket" || first === undefined || last === undefined)
        return { summary: await readSummary(folder), segments, marks: [], files: [] };
      const start = first.offset;
      const end = last.offset + last.length;
      const files = await readSentFiles(folder, start, end);
      return {
        summary: await readSummary(folder),
        segments,
        marks: await readMarks(folder, { start, end, limit: mostMarks }),
        files: deps.guard?.maskingOf(id)?.inside(files) ?? files,
      };
    },
    arrivals: ({ bodyId, form, offsets }) => deps.bodies.arrivals(bodyId, form, offsets),
    frames: async ({ id, from, limit }) => {
      const page = await readFrames(await deps.store.open(id), from, limit);
      return deps.guard?.maskingOf(id)?.inside(page) ?? page;
    },
    ...socketRecords(deps.store),
    socketSend: (sent) => sockets.send(sent),
    socketPing: (id) => sockets.ping(id),
    socketClose: ({ id, code, reason }) => sockets.close(id, code, reason),
    secrets: async (id) => {
      await deps.store.open(id);
      return deps.guard?.stateOf(id) ?? "none";
    },
    showSecrets: (id, shown) => deps.guard?.show(id, shown),
    openBody: (bodyId, form, exact) =>
      exact ? deps.bodies.open(bodyId, form) : deps.bodies.openHidden(bodyId, form),
    decodeBody: (bodyId) => deps.bodies.decode(bodyId),
    openWire: (id, side) => deps.bodies.openWire(id, side),
    async saveBody({ id, bodyId, form, file }, signal) {
      if (exchangeOfBody(bodyId) !== id) throw notFound("body");
      const content = await deps.bodies.open(bodyId, form);
      return await saveToFile(content.read(0, content.size), file, signal);
    },
    har: (input) => saveHar(input, deps),
    async close() {
      const all = [...running.values()];
      for (const entry of all) entry.controller.abort();
      await Promise.allSettled(all.map((entry) => entry.done));
      await pruning.finish();
    },
  };
}

/** What the person has to be asked before this can be sent. A replay sends bytes that were. */
async function unanswered(
  { request, replay, answers = {} }: SendInput,
  reading: Promise<SendContext>,
): Promise<readonly string[]> {
  if (replay !== undefined) return [];
  try {
    return promptsOf(request, await reading).filter((name) => !Object.hasOwn(answers, name));
  } catch {
    // Said by what sends.
    return [];
  }
}

/** Of a body that only grew, the newest word is enough: an hour of a live stream stays small. */
function keepEvent(trace: TraceEvent[], event: TraceEvent): void {
  const last = trace.at(-1);
  if (last !== undefined && outgrows(event, last)) trace.pop();
  trace.push(event);
}

/** null: a request nobody could find again. */
function placeOf({ collectionId, path, scratch }: SendInput): HistoryPlace | null {
  if (collectionId !== null) return { collectionId, path };
  return scratch === undefined ? null : { collectionId: null, path: scratch };
}
