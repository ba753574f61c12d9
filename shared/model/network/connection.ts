/** Where the connection goes and how it is kept. */
export interface ConnectionSettings {
  /** `[+]host:port:address[,address]…`, `*` for any host. curl: --resolve. */
  readonly resolve: readonly string[];
  /** `host1:port1:host2:port2`, empty parts match any or change nothing. curl: --connect-to. */
  readonly connectTo: readonly string[];
  /** Addresses of name servers, with an optional `:port`; empty: the system's. curl: --dns-servers. */
  readonly dnsServers: readonly string[];
  /** curl: -4, -6. */
  readonly ipVersion: "any" | "4" | "6";
  /** ms between attempts to connect (RFC 8305 §5). curl: --happy-eyeballs-timeout-ms. */
  readonly happyEyeballs: number;
  /** Local address or name of a network interface; "": the system chooses. curl: --interface. */
  readonly sourceAddress: string;
  /** `port` or `from-to`; "": the system chooses. curl: --local-port. */
  readonly localPort: string;
  /** Path of a unix socket (or `\\.\pipe\name`) to connect to instead; "": none. curl: --unix-socket. */
  readonly unixSocket: string;
  /** A PROXY protocol header, version 1, before anything else is said to the server. curl: --haproxy-protocol. */
  readonly haproxyProtocol: boolean;
  /** The address that header says the client has; "": the connection's own. curl: --haproxy-clientip. */
  readonly haproxyClientIp: string;
  /** curl: --tcp-nodelay / --no-tcp-nodelay. */
  readonly noDelay: boolean;
  /** ms before TCP keep-alive probes; 0: none. curl: --keepalive-time. */
  readonly keepAlive: number;
  /** False: a connection of its own, closed afterwards. */
  readonly reuse: boolean;
  /** ms; 0: no limit of its own. Each phase on its own, `timeout` still bounds the whole. */
  readonly resolveTimeout: number;
  /** TCP, and the proxy's part. curl: --connect-timeout. */
  readonly connectTimeout: number;
  readonly tlsTimeout: number;
  /** From the last byte sent to the first received. */
  readonly firstByteTimeout: number;
  /** Between two bytes received. */
  readonly idleTimeout: number;
  /** Bytes a second, each way of each exchange; 0: no limit. curl: --limit-rate. */
  readonly limitRate: number;
  /** Bytes a second below which an exchange is given up after `speedTime`; 0: however slow. curl: --speed-limit. */
  readonly speedLimit: number;
  /** ms. curl: --speed-time. */
  readonly speedTime: number;
}
