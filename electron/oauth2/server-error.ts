import { type Failure, FailureError } from "../../shared/model/failure.ts";

/** What an authorization server may refuse with (RFC 6749 §4.1.2.1, §5.2; RFC 8628 §3.5; OpenID Connect). Anything else is `other`. */
const known: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  invalid_request: [
    "The authorization server could not understand the request for a token.",
    "Compare the settings with the server's documentation; its answer is in the exchange.",
  ],
  invalid_client: [
    "The authorization server does not accept the client ID or its secret.",
    "Check both, and whether the secret belongs in the header or in the body.",
  ],
  invalid_grant: [
    "The authorization server does not accept the code, the password or the refresh token.",
    "Sign in again; check the user name, and that the callback URL is the registered one.",
  ],
  unauthorized_client: [
    "The client is not allowed to use this flow.",
    "Choose another flow, or allow it where the client is registered.",
  ],
  unsupported_grant_type: [
    "The authorization server does not know this flow.",
    "Choose another flow.",
  ],
  unsupported_response_type: [
    "The authorization server does not know this flow.",
    "Choose another flow.",
  ],
  invalid_scope: [
    "The authorization server does not accept the scope.",
    "Correct the scope in the Auth tab.",
  ],
  invalid_target: [
    "The authorization server does not know the resource that was asked for.",
    "Correct the resource parameter.",
  ],
  access_denied: ["Access was denied.", "Sign in again and allow it."],
  login_required: ["The authorization server wants the person to sign in.", "Sign in again."],
  consent_required: ["The authorization server wants consent.", "Sign in again and allow it."],
  interaction_required: [
    "The authorization server wants the person to take part.",
    "Take prompt=none out of the parameters.",
  ],
  server_error: ["The authorization server had an error of its own.", "Try again later."],
  temporarily_unavailable: [
    "The authorization server is not available at the moment.",
    "Try again later.",
  ],
  expired_token: ["The code was not confirmed in time.", "Begin again."],
};

/** What a server refused with. Its own words stand beside the failure, which holds none of them. */
export class OAuth2Refusal extends FailureError {
  /** For people; "" for nothing. */
  readonly said: string;
  constructor(failure: Failure, said: string) {
    super(failure);
    this.said = said;
  }
}

/** Characters of a server's words that are shown. */
const mostSaid = 500;

/** A refusal as data, from the fields of an error answer (RFC 6749 §4.1.2.1, §5.2). */
export function oauth2Refusal(
  fields: Readonly<Record<string, unknown>>,
  where: "authorization" | "token",
): OAuth2Refusal {
  const text = (name: string): string => {
    const value = fields[name];
    return typeof value === "string" ? value : "";
  };
  const error = text("error");
  const said = [text("error_description"), text("error_uri")].filter((part) => part !== "");
  const code = Object.keys(known).find((name) => name === error) ?? "other";
  const [message, remedy] = known[code] ?? [
    "The authorization server refused.",
    "Its answer is in the exchange.",
  ];
  const failure: Failure = {
    kind: "policy",
    code: `oauth2-${code.replaceAll("_", "-")}`,
    message,
    remedy,
    phase: where === "token" ? "receive" : "wait",
    place: "auth",
  };
  // An error of its own that nobody has a sentence for is worth its name.
  if (code === "other" && error !== "") said.unshift(error);
  return new OAuth2Refusal(failure, said.join(" \u00b7 ").slice(0, mostSaid));
}
