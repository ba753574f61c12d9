import { createClient, linkClosed } from "../../shared/contract/client.ts";
import type { Kinds, OperationKind, Remote } from "../../shared/contract/kinds.ts";
import type { Link } from "../../shared/contract/link.ts";
import { FailureError } from "../../shared/model/failure.ts";
import { createState, type State } from "./state.ts";

/**
 * - `connecting`: the first link is not open yet.
 * - `open`
 * - `lost`: the link closed; it is being opened again. Calls fail with `internal/link-closed`.
 * - `restarted`: Envoi runs and does not know this page: it was started again, or the browser lost its cookie. For good: the person must
 *   open the address that Envoi printed last, or start it again.
 */
export type ConnectionState = "connecting" | "open" | "lost" | "restarted";

/** One try to open a link. `refused`: the host is there and does not know this page any more. */
export type OpenLink = () => Promise<Link | "unreachable" | "refused">;

export interface Connection<C> {
  /**
   * As `createClient`, and over every link there will be: a topic outlives its link and goes on with a new snapshot;
   * calls and streams fail with `internal/link-closed`.
   */
  readonly remote: Remote<C>;
  readonly state: State<ConnectionState>;
  /** For good. */
  close(): void;
}

/** ms before the n-th try again: quick at first, then every five seconds. */
function pause(tries: number): number {
  return Math.min(100 * 2 ** tries, 5000);
}

/** Keeps a link open and gives its operations. Starts at once; `close` ends it. */
export function createConnection<C>(openLink: OpenLink, kinds: Kinds<C>): Connection<C> {
  const { state, set } = createState<ConnectionState>("connecting");
  let client: Readonly<Record<string, unknown>> | null = null;
  let link: Link | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let closed = false;

  void connect(0);

  async function connect(tries: number): Promise<void> {
    timer = null;
    const opened = await openLink();
    if (closed) {
      if (typeof opened !== "string") opened.close();
    } else if (opened === "refused") {
      set("restarted");
    } else if (opened === "unreachable") {
      timer = setTimeout(() => void connect(tries + 1), pause(tries));
    } else {
      adopt(opened);
    }
  }

  function adopt(opened: Link): void {
    link = opened;
    let ended = false;
    const lost = () => {
      ended = true;
      client = null;
      link = null;
      if (closed) return;
      set("lost");
      timer = setTimeout(() => void connect(0), pause(0));
    };
    // A link tells its end to one listener: the client, which fails what was under way, and then us.
    const shared: Link = {
      ...opened,
      onClose: (listener) =>
        opened.onClose(() => {
          listener();
          lost();
        }),
    };
    const made = createClient(shared, kinds) as Readonly<Record<string, unknown>>;
    if (ended) return;
    client = made;
    set("open");
  }

  /** The operation on the link that is open. Throws FailureError when none is. */
  function operation<F>(name: string): F {
    const found = client?.[name];
    if (typeof found !== "function") throw new FailureError(linkClosed);
    return found as F;
  }

  type CallOf = (input: unknown, signal?: AbortSignal) => Promise<unknown>;
  type StreamOf = (input: unknown, signal?: AbortSignal) => AsyncIterable<unknown>;
  type TopicOf = (signal?: AbortSignal) => AsyncIterable<unknown>;

  const remote: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(kinds as Readonly<Record<string, OperationKind>>)) {
    if (kind === "call") {
      remote[name] = async (input: unknown, signal?: AbortSignal) =>
        operation<CallOf>(name)(input, signal);
    } else if (kind === "stream") {
      remote[name] = (input: unknown, signal?: AbortSignal) => ({
        [Symbol.asyncIterator]: () =>
          operation<StreamOf>(name)(input, signal)[Symbol.asyncIterator](),
      });
    } else {
      remote[name] = (signal?: AbortSignal) => ({
        [Symbol.asyncIterator]: () => lasting(name, signal),
      });
    }
  }

  return {
    // The loop above gives each name the function its kind asks for; the compiler cannot follow a loop over names.
    remote: remote as Remote<C>,
    state,
    close: () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      link?.close();
    },
  };

  /** A topic over one link after the other. */
  function lasting(name: string, signal: AbortSignal | undefined): AsyncIterator<unknown> {
    const stop = new AbortController();
    const abort = () => stop.abort();
    if (signal?.aborted === true) abort();
    signal?.addEventListener("abort", abort, { once: true });
    const items = follow(name, stop.signal);
    return {
      next: () => items.next(),
      return: () => {
        signal?.removeEventListener("abort", abort);
        abort();
        return items.return(undefined);
      },
    };
  }

  async function* follow(name: string, signal: AbortSignal): AsyncGenerator<unknown, undefined> {
    while (await isOpen(signal)) {
      try {
        yield* operation<TopicOf>(name)(signal);
        return;
      } catch (thrown) {
        if (!(thrown instanceof FailureError) || thrown.failure.code !== linkClosed.code)
          throw thrown;
      }
    }
  }

  /** Waits for an open link. False when the signal aborted first. */
  function isOpen(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const check = () => {
        if (!signal.aborted && client === null) return;
        stop();
        signal.removeEventListener("abort", check);
        resolve(!signal.aborted);
      };
      const stop = state.subscribe(check);
      signal.addEventListener("abort", check);
      check();
    });
  }
}
