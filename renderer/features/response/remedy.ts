import type { Failure } from "../../../shared/model/failure.ts";

/** What Envoi can do about a failure when the person presses its button. */
export type RemedyAction =
  | "send-again"
  | "edit-url"
  | "use-http"
  | "change-timeout"
  | "tls-settings"
  | "redirect-settings";

/** What to offer for a failure: the likeliest first. */
export function remediesFor(failure: Failure): readonly RemedyAction[] {
  switch (failure.kind) {
    case "tls":
      return failure.code === "ERR_SSL_WRONG_VERSION_NUMBER"
        ? ["use-http", "send-again"]
        : ["tls-settings", "send-again"];
    case "timeout":
      return ["change-timeout", "send-again"];
    case "resolve":
    case "connect":
      return ["send-again", "edit-url"];
    case "policy":
      return ["redirect-settings", "send-again"];
    case "input":
      return ["edit-url"];
    default:
      return ["send-again"];
  }
}
