/** Makes Kerberos tokens for the person who is logged in. */
export interface KerberosPort {
  /** One SPNEGO token (base64) for a service such as `HTTP@host`. Rejects with FailureError: no ticket, no such service, no realm. */
  token(service: string, signal: AbortSignal): Promise<string>;
}
