/**
 * What authentication did on one hop. `signed`: something was added without being asked. `challenged`: the server asked. `answered`: this
 * hop answers. `confirmed`: the server proved that it knows the password too. `refused`: it could not or need not be answered.
 */
export type AuthAction = "signed" | "challenged" | "answered" | "confirmed" | "refused";

export interface AuthNote {
  /** As the protocol spells it: "Digest", "NTLM", "AWS4-HMAC-SHA256", "OAuth" … */
  readonly scheme: string;
  readonly action: AuthAction;
  /** What may be shown, in order: realm, algorithm, what was signed. Never a secret, a response or a token. */
  readonly facts: readonly (readonly [name: string, value: string])[];
}
