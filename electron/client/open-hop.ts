import type { AuthNote } from "../../shared/model/auth-note.ts";
import type { TraceDetail } from "../../shared/model/trace.ts";
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

/** `attempt` with the URL as it goes out. A CONNECT on the way is a hop of its own, and comes first. */
export function openHop(
  attempt: Pick<Attempt, "reason" | "method" | "url" | "cookieNotes" | "proxyNote">,
  auth: AuthNote | null,
  context: AttemptContext,
): OpenHop {
  let index: number | null = null;
  let connection: number | null = null;
  let ended = false;
  let { proxyNote } = attempt;
  const tellProxy = (hop: number): void => {
    if (proxyNote !== null) context.emit(proxyNote, hop);
    proxyNote = null;
  };
  const begin = (): number => {
    if (index !== null) return index;
    index = context.nextHop();
    const { method, url, reason, cookieNotes } = attempt;
    context.emit({ kind: "hop", reason, method, url: url.display });
    for (const cookie of cookieNotes) context.emit({ kind: "cookie", cookie });
    if (auth !== null) context.emit({ kind: "auth", auth });
    tellProxy(index);
    return index;
  };
  const end = (): void => {
    if (index === null || ended) return;
    ended = true;
    context.emit({ kind: "hop-end" }, index);
  };
  return {
    begin,
    end,
    connection: () => connection,
    context: {
      recorder: context.recorder,
      signal: context.signal,
      get hop() {
        return begin();
      },
      emit(detail: TraceDetail) {
        // Whoever is first to know says it; each is said once.
        if (detail.kind === "hop") return;
        if (detail.kind === "connection") connection = detail.connection.number;
        if (detail.kind === "hop-end") end();
        else context.emit(detail, begin());
      },
      proxyHop(of) {
        const number = context.nextHop();
        context.emit({ kind: "hop", ...of }, number);
        tellProxy(number);
        return {
          recorder: context.recorder,
          hop: number,
          signal: context.signal,
          emit: (detail) => context.emit(detail, number),
          end: () => context.emit({ kind: "hop-end" }, number),
        };
      },
    },
  };
}
