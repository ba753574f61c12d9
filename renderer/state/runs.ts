import { createStore, type StoreApi } from "zustand/vanilla";
import type { Contract, Remote, SendInput } from "../../shared/contract/index.ts";
import type { Exchange } from "../../shared/model/exchange.ts";
import { emptyExchange, reduceExchange } from "../../shared/model/exchange-reduce.ts";
import type { KeptResult } from "../../shared/model/kept-value.ts";
import { type Failure, toFailure } from "../../shared/model/failure.ts";

/** The last exchange of a tab. */
export interface Run {
  readonly running: boolean;
  readonly exchange: Exchange | null;
  /** The send could not even begin (no link, bad input): shown in the response pane too. */
  readonly failure: Failure | null;
  /** Present: opened from the history; a newer one may have been sent. */
  readonly older?: true;
  /** What was kept of the response as variables. */
  readonly kept?: readonly KeptResult[];
}

export type RunStore = StoreApi<{
  readonly runs: Readonly<Record<string, Run>>;
  /** Grows whenever a value was kept of a response: variables have other values then. */
  readonly keptTurn: number;
}>;

export interface Runs {
  readonly store: RunStore;
  send(key: string, input: SendInput): Promise<void>;
  cancel(key: string): void;
  /** Shows an exchange of before again; quietly nothing when it is no longer kept. */
  restore(key: string, exchangeId: string): Promise<void>;
  /** Shows an exchange of the history in place of what is shown. False when it is no longer kept, or something runs. */
  show(key: string, exchangeId: string): Promise<boolean>;
  rekey(key: string, next: string): void;
  /** A value was kept of a response. */
  kept(): void;
  close(key: string): void;
}

/** Asks the person what a request needs to know before it is sent; null: they would rather not send it. */
export type AskPrompts = (
  names: readonly string[],
) => Promise<Readonly<Record<string, string>> | null>;

/** Sends and follows exchanges. `onExchange` learns the id as soon as there is one. */
export function createRuns(
  remote: Pick<Remote<Contract>, "exchange.send" | "exchange.get" | "exchange.cancel">,
  onExchange: (key: string, exchangeId: string) => void,
  ask: AskPrompts,
): Runs {
  const store: RunStore = createStore(() => ({ runs: {}, keptTurn: 0 }));
  const controllers = new Map<string, AbortController>();
  const renamed = new Map<string, string>();
  const current = (key: string): string => {
    const next = renamed.get(key);
    return next === undefined ? key : current(next);
  };
  const put = (key: string, run: Run) =>
    store.setState(({ runs }) => ({ runs: { ...runs, [key]: run } }));

  const drop = (key: string) =>
    store.setState(({ runs }) => {
      const { [key]: _, ...rest } = runs;
      return { runs: rest };
    });

  return {
    store,
    async send(key, input) {
      controllers.get(key)?.abort();
      const controller = new AbortController();
      controllers.set(key, controller);
      const mine = () => controllers.get(current(key)) === controller;
      const before = store.getState().runs[key];
      let exchange: Exchange | null = null;
      let kept: readonly KeptResult[] = [];
      put(key, { running: true, exchange: null, failure: null });
      try {
        for await (const item of remote["exchange.send"](input, controller.signal)) {
          if (!mine()) return;
          if (item.kind === "ask") {
            // Nothing was sent: what was on show stays while the person thinks.
            if (before === undefined) drop(current(key));
            else put(current(key), before);
            const answers = await ask(item.prompts);
            if (answers === null || !mine()) return;
            return await this.send(current(key), {
              ...input,
              answers: { ...input.answers, ...answers },
            });
          }
          if (item.kind === "end") {
            exchange = item.exchange;
            kept = item.kept ?? [];
            if (kept.length > 0) this.kept();
          } else {
            for (const event of item.events) {
              if (event.kind === "start") {
                exchange = emptyExchange(event.id, event.startedAt);
                onExchange(current(key), event.id);
              }
              if (exchange) exchange = reduceExchange(exchange, event);
            }
          }
          put(current(key), { running: item.kind !== "end", exchange, failure: null });
        }
        if (mine()) put(current(key), { running: false, exchange, failure: null, kept });
      } catch (thrown) {
        if (!mine()) return;
        const failure = toFailure(thrown);
        // Main can say no more of it: what was going on is not going on here.
        const ended = exchange && { ...exchange, state: "failed" as const, failure };
        put(current(key), { running: false, exchange: ended, failure });
      } finally {
        if (mine()) controllers.delete(current(key));
      }
    },
    cancel(key) {
      const id = store.getState().runs[key]?.exchange?.id;
      // Main ends the stream with the cancelled exchange, so what arrived stays on show.
      if (id !== undefined) void remote["exchange.cancel"]({ id }).catch(() => null);
      else controllers.get(key)?.abort();
    },
    async restore(key, id) {
      if (store.getState().runs[key]) return;
      const exchange = await remote["exchange.get"]({ id }).catch(() => null);
      if (exchange && !store.getState().runs[key]) {
        put(key, { running: false, exchange, failure: null });
      }
    },
    async show(key, id) {
      const exchange = await remote["exchange.get"]({ id }).catch(() => null);
      if (exchange === null || store.getState().runs[key]?.running === true) return false;
      put(key, { running: false, exchange, failure: null, older: true });
      return true;
    },
    rekey(key, next) {
      const run = store.getState().runs[key];
      const controller = controllers.get(key);
      renamed.set(key, next);
      if (controller) {
        controllers.delete(key);
        controllers.set(next, controller);
      }
      store.setState(({ runs }) => {
        const { [key]: _, ...rest } = runs;
        return { runs: run ? { ...rest, [next]: run } : rest };
      });
    },
    kept: () => store.setState(({ keptTurn }) => ({ keptTurn: keptTurn + 1 })),
    close(key) {
      controllers.get(key)?.abort();
      controllers.delete(key);
      drop(key);
    },
  };
}
