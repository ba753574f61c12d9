import type { Exchange } from "../../../../shared/model/exchange.ts";
import type { Failure } from "../../../../shared/model/failure.ts";
import { closeCodeMeaning, closeCodeName } from "../../../../shared/model/web-socket.ts";
import { exitCodes } from "../exit-code.ts";

/** Why the exit code is not 0 although the exchange itself did not fail; null: it says so itself, or nothing is wrong. */
export function codeFailure(code: number, { hops }: Exchange): Failure | null {
  const goodbye = hops.at(-1)?.socket?.goodbyeReceived ?? null;
  if (goodbye !== null && code !== exitCodes.ok) {
    const { code: said, reason } = goodbye;
    const name = said === null ? "" : closeCodeName(said);
    const remedy = said === null ? "" : closeCodeMeaning(said);
    return {
      kind: "protocol",
      code: "ws-closed",
      message: `The server closed the WebSocket with ${said ?? "no code"}${name === "" ? "" : ` (${name})`}${reason === "" ? "." : `: ${reason}`}`,
      ...(remedy === "" ? {} : { remedy }),
    };
  }
  switch (code) {
    case exitCodes.httpError:
      return {
        kind: "protocol",
        code: "http-error",
        message: `The server answered ${hops.at(-1)?.response?.status ?? 0}, an error.`,
      };
    case exitCodes.redirects:
      return {
        kind: "protocol",
        code: "redirects",
        message: "There are more redirects than --max-redirs allows.",
        remedy: "Allow more, or see with -v where they lead.",
      };
    case exitCodes.weirdReply:
      return {
        kind: "protocol",
        code: "no-head",
        message: "The reply has no head, as HTTP/0.9 had none.",
        remedy: "If it is meant so, give --http0.9.",
      };
    case exitCodes.range:
      return {
        kind: "protocol",
        code: "no-range",
        message: "The server did not send the rest, so nothing was added to the file.",
        remedy: "Leave --continue-at out.",
      };
    case exitCodes.tooLarge:
      return {
        kind: "body",
        code: "body-too-large",
        message: "The body is larger than --max-filesize, so it was not fetched.",
        remedy: "Allow more.",
      };
    case exitCodes.scheme:
      return {
        kind: "protocol",
        code: "redirect-scheme",
        message: "The redirect leads to a scheme that is switched off or not spoken.",
        remedy: "Allow it with --proto-redir and --proto, or see with -v where it leads.",
      };
    default:
      return null;
  }
}
