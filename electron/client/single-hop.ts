import type { SentHeader } from "../../shared/model/header.ts";
import type { MessageSettings } from "../../shared/model/network/message.ts";
import type { TraceDetail } from "../../shared/model/trace.ts";
import type { Clock } from "../base/clock.ts";
import type { Reply, SendAttempt } from "./attempt.ts";
import { sentTrailers } from "./body/prepare.ts";
import { buildHeaders } from "./headers.ts";
import type { BodyChunk, HopContext, HopSend } from "./hop.ts";
import { toldBody } from "./upload.ts";

/** The innermost layer: the final header list, one request, one reply. Ends the hop in the trace when its body ends. */
export function singleHop(
  hopSend: HopSend,
  { version, clock }: { readonly version: string; readonly clock: Clock },
): SendAttempt {
  return async (attempt, context) => {
    const { url, method, body, raw } = attempt;
    const { network } = attempt.settings;
    const headers =
      raw !== null
        ? []
        : buildHeaders({
            hostField: url.hostField,
            method,
            typed: attempt.headers,
            body,
            bodyContentType: attempt.bodyContentType,
            bodyFields: attempt.bodyFields,
            chunked: wantsChunks(network),
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
          body: body === null ? null : toldBody(body, clock, (detail) => hopContext.emit(detail)),
          expectWait: body === null ? 0 : expectWait(headers, network.expectContinue),
          raw,
          verifyTls: attempt.settings.verifyTls,
          network,
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

/** Whether a body goes in chunks although its length is known. */
export function wantsChunks(
  network: Pick<MessageSettings, "framing" | "httpVersion" | "trailers">,
): boolean {
  if (network.httpVersion === "1.0") return false;
  return network.framing === "chunked" || sentTrailers(network).length > 0;
}

/** Who says `Expect: 100-continue` waits for the answer: as long as the settings say, or a second when the field was typed (as curl). */
function expectWait(headers: readonly SentHeader[], wait: number): number {
  const expects = headers.some(
    ({ name, value }) =>
      name.toLowerCase() === "expect" && value.trim().toLowerCase() === "100-continue",
  );
  if (!expects) return 0;
  return wait > 0 ? wait : 1_000;
}

async function* endingWith(body: Reply["body"], end: () => void): AsyncGenerator<BodyChunk> {
  try {
    yield* body;
  } finally {
    end();
  }
}
