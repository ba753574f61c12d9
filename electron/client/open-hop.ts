import type { AuthNote } from "../../shared/model/auth-note.ts";
import type { TraceDetail } from "../../shared/model/trace.ts";
import type { ProxyHop } from "../wire/connect/connector.ts";
import type { Recorder } from "../wire/record/recorder.ts";
import type { Attempt, AttemptContext } from "./attempt.ts";
import type { HopContext } from "./hop.ts";

/** The hop of an attempt, which begins with the first thing that belongs to it. */
export interface OpenHop {
  readonly context: HopContext;
  /** Its number; begins it if it has not begun. */
  begin(): number;
  /** Number of the connection it went over; null: none yet. */
  connection(): number | null;
  /** Ends it if it has begun; told once. */
  end(): void;
}

/** What is told of a hop as it begins. */
export type HopBeginning = Pick<
  Attempt,
  "reason" | "method" | "url" | "cookieNotes" | "proxyNote"
> & { readonly auth: AuthNote | null };

/** A CONNECT on the way is a hop of its own, and comes first. */
export function openHop(beginning: HopBeginning, context: AttemptContext): OpenHop {
  return new AttemptHop(beginning, context);
}

/** A class, for its getter: one in an object literal costs a hidden class, and what it closes over, for each object. */
class AttemptHop implements OpenHop, HopContext {
  readonly recorder: Recorder;
  readonly signal: AbortSignal;
  readonly #beginning: HopBeginning;
  readonly #outer: AttemptContext;
  #index: number | null = null;
  #connection: number | null = null;
  #ended = false;
  #proxyTold = false;

  constructor(beginning: HopBeginning, outer: AttemptContext) {
    this.recorder = outer.recorder;
    this.signal = outer.signal;
    this.#beginning = beginning;
    this.#outer = outer;
  }

  get context(): HopContext {
    return this;
  }

  get hop(): number {
    return this.begin();
  }

  begin(): number {
    if (this.#index !== null) return this.#index;
    const outer = this.#outer;
    const index = outer.nextHop();
    this.#index = index;
    const { method, url, reason, cookieNotes, auth } = this.#beginning;
    outer.emit({ kind: "hop", reason, method, url: url.display });
    for (const cookie of cookieNotes) outer.emit({ kind: "cookie", cookie });
    if (auth !== null) outer.emit({ kind: "auth", auth });
    this.#tellProxy(index);
    return index;
  }

  connection(): number | null {
    return this.#connection;
  }

  end(): void {
    if (this.#index === null || this.#ended) return;
    this.#ended = true;
    this.#outer.emit({ kind: "hop-end" }, this.#index);
  }

  emit(detail: TraceDetail): void {
    // Whoever is first to know says it; each is said once.
    if (detail.kind === "hop") return;
    if (detail.kind === "connection") this.#connection = detail.connection.number;
    if (detail.kind === "hop-end") this.end();
    else this.#outer.emit(detail, this.begin());
  }

  proxyHop(of: Parameters<NonNullable<HopContext["proxyHop"]>>[0]): ProxyHop {
    const outer = this.#outer;
    const number = outer.nextHop();
    outer.emit({ kind: "hop", ...of }, number);
    this.#tellProxy(number);
    return {
      recorder: this.recorder,
      hop: number,
      signal: this.signal,
      emit: (detail) => outer.emit(detail, number),
      end: () => outer.emit({ kind: "hop-end" }, number),
    };
  }

  #tellProxy(hop: number): void {
    const { proxyNote } = this.#beginning;
    if (proxyNote !== null && !this.#proxyTold) this.#outer.emit(proxyNote, hop);
    this.#proxyTold = true;
  }
}
