import type { TlsSettings } from "./tls.ts";

export type ProxyScheme = "http" | "https" | "socks4" | "socks4a" | "socks5" | "socks5h";
export type ProxyAuthKind = "any" | "basic" | "digest" | "ntlm" | "none";

/** Of the TLS settings those that an https proxy can have for itself. */
export const proxyTlsKeys = [
  "tlsMin",
  "tlsMax",
  "caFile",
  "caFolder",
  "systemCa",
  "caMode",
  "clientCertificates",
  "pinnedKey",
  "crlFile",
  "ciphers",
  "signatures",
] as const satisfies readonly (keyof TlsSettings)[];

/** What is absent is as Envoi has it by itself: nothing of the server's. Its client certificates are for every host. */
export type ProxyTls = Partial<Pick<TlsSettings, (typeof proxyTlsKeys)[number]>>;

/** A proxy by its address. `password` may be a `{{secret}}`. */
export interface ProxyServer {
  readonly scheme: ProxyScheme;
  readonly host: string;
  readonly port: number;
  /** What was written instead of a number, `{{port}}`: then it counts, and `port` is 0 until its variables are replaced. */
  readonly portTemplate?: string;
  readonly username: string;
  readonly password: string;
  /** `any`: Basic at once for SOCKS, what the proxy asks for with HTTP. */
  readonly auth: ProxyAuthKind;
  /** True: CONNECT for http:// too. curl: --proxytunnel. */
  readonly tunnel: boolean;
  /** `[scheme://][user:password@]host[:port]` of a SOCKS proxy on the way to an HTTP one. curl: --preproxy. */
  readonly preproxy?: string;
  /** `Name: value` of fields an HTTP proxy alone is to see, in CONNECT, and in what it forwards. curl: --proxy-header. */
  readonly headers?: readonly string[];
  /** True: CONNECT says HTTP/1.0. curl: --proxy1.0. */
  readonly http10?: boolean;
  /** TLS with an https proxy. Absent: as with the server, but for its pinned key, its revocation lists and its staple. curl: --proxy-cacert … */
  readonly tls?: ProxyTls;
}

/** Through which proxy, if any. */
export type ProxySetting =
  | { readonly kind: "none" }
  /** Host names, `.suffix`, `*`, addresses and CIDR ranges that are asked directly. curl: --noproxy. */
  | { readonly kind: "server"; readonly server: ProxyServer; readonly bypass: string }
  /** What the operating system is set to. */
  | { readonly kind: "system" }
  /** http_proxy, https_proxy, all_proxy, no_proxy of the process. */
  | { readonly kind: "environment" }
  /** A proxy auto-config file: path or http(s) URL. Evaluated in the sandbox. */
  | { readonly kind: "pac"; readonly source: string };
