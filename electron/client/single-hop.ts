import type { TraceDetail } from "../../shared/model/trace.ts";
import type { Reply, SendAttempt } from "./attempt.ts";
import { buildHeaders } from "./headers.ts";
import type { BodyChunk, HopContext, HopSend } from "./hop.ts";

/** The innermost layer: the final header list, one request, one reply. Ends the hop in the trace when its body ends. */
export function singleHop(hopSend: HopSend, version: string): SendAttempt {
  return async (attempt, context) => {
    const { url, method, body, raw } = attempt;
    const headers =
      raw !== null
        ? []
        : buildHeaders({
            hostField: url.hostField,
            method,
            typed: attempt.headers,
            body,
            bodyContentType: attempt.bodyContentType,
            authFields: attempt.authFields,
            cookieField: attempt.cookieField,
            omit: attempt.settings.omitHeaders,
            version,
          });
    const index = context.nextHop();
    context.emit({ kind: "hop", reason: attempt.reason, method, url: url.display });
    for (const cookie of attempt.cookieNotes) context.emit({ kind: "cookie", cookie });
    let ended = false;
    const end = (): void => {
      if (!ended) context.emit({ kind: "hop-end" }, index);
      ended = true;
    };
    const hopContext: HopContext = {
      recorder: context.recorder,
      signal: context.signal,
      emit(detail: TraceDetail) {
        // Whoever is first to know says it; each is said once.
        if (detail.kind === "hop") return;
        if (detail.kind === "hop-end") end();
        else context.emit(detail, index);
      },
    };
    try {
      const response = await hopSend(
        {
          index,
          reason: attempt.reason,
          scheme: url.scheme,
          host: url.host,
          port: url.port,
          url: url.display,
          method,
          target: url.target,
          headers,
          body,
          raw,
          verifyTls: attempt.settings.verifyTls,
          network: attempt.settings.network,
          material: attempt.settings.material,
        },
        hopContext,
      );
      return {
        hop: index,
        url,
        method,
        head: response.head,
        body: endingWith(response.body, end),
        trailers: () => response.trailers(),
      };
    } catch (thrown) {
      end();
      throw thrown;
    }
  };
}

async function* endingWith(body: Reply["body"], end: () => void): AsyncGenerator<BodyChunk> {
  try {
    yield* body;
  } finally {
    end();
  }
}
