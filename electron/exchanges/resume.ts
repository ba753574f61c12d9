import { FailureError } from "../../shared/model/failure.ts";
import type { Exchange } from "../../shared/model/exchange.ts";
import { resumableOf } from "../../shared/model/resumable.ts";
import { requestUrl } from "../../shared/model/url.ts";
import type { ResolvedRequest, Resume } from "../client/send.ts";
import type { Bodies } from "./bodies.ts";

/**
 * The rest of the body of an earlier exchange, to be asked for by `request`. Rejects with FailureError `input` when it cannot be resumed or
 * the request is not the one of before: then the rest would be of something else.
 */
export async function resumeOf(
  earlier: Exchange,
  request: ResolvedRequest,
  bodies: Pick<Bodies, "open">,
  /** As the earlier exchange was kept: with its secrets hidden. */
  hide: (text: string) => string = (text) => text,
): Promise<Resume> {
  const found = resumableOf(earlier);
  if (typeof found === "string")
    throw refused(
      "resume-not-possible",
      "This download cannot go on where it stopped.",
      "Send the request again.",
    );
  const first = earlier.hops[0];
  const display = hide(requestUrl(request.url, { encode: request.settings.encodeUrl }).display);
  // An API key in the query is added after this.
  const joint = display.includes("?") ? "&" : "?";
  const same = first?.url === display || first?.url.startsWith(display + joint) === true;
  if (request.raw !== null || request.method !== first?.method || !same)
    throw refused(
      "resume-other-request",
      "The request is not the one whose download stopped.",
      "Send it as it is now, or undo what was changed.",
    );
  const { body, validator } = found;
  const content = await bodies.open(body.id, "encoded");
  return {
    from: body.encodedSize,
    validator,
    codings: body.contentEncoding,
    open: () => content.read(0, body.encodedSize),
  };
}

function refused(code: string, message: string, remedy: string): FailureError {
  return new FailureError({ kind: "input", code, message, remedy, phase: "prepare" });
}
