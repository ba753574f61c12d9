import type { OptionSpec } from "./option.ts";

export const protocolOptions = [
  { long: "http1.0", short: "0", help: "Use HTTP/1.0" },
  { long: "http1.1", help: "Use HTTP/1.1" },
  {
    long: "http2",
    help: "Use HTTP/2 where TLS negotiates it; on http:// offer it by Upgrade",
  },
  { long: "http2-prior-knowledge", help: "Use HTTP/2 without asking first" },
  { long: "http3", help: "Use HTTP/3, through an installed curl that has it" },
  {
    long: "http-version",
    value: "VERSION",
    help: "The same in one word: auto, 1.0, 1.1, 2, h2c, h2c-upgrade or 3",
  },
  { long: "http0.9", help: "A reply without a head is no error" },
  {
    long: "ignore-content-length",
    help: "Read a reply to the end of the connection, whatever its Content-Length",
  },
  { long: "raw-body", help: "Leave the content coding of the reply as it is" },
  {
    long: "raw-chunks",
    help: "Leave its chunks and transfer coding as they are too; curl's --raw, which can be written without --to",
  },
  {
    long: "max-filesize",
    value: "BYTES",
    help: "Refuse a body longer than this (k, M, G allowed)",
  },
] as const satisfies readonly OptionSpec[];

export const connectionOptions = [
  {
    long: "resolve",
    value: "HOST:PORT:ADDRESS",
    help: "Use this address for a host and port; several with commas",
  },
  {
    long: "connect-to",
    value: "H1:P1:H2:P2",
    help: "Connect to another host and port than the URL names",
  },
  { long: "dns-servers", value: "ADDRESSES", help: "Ask these name servers" },
  { long: "ipv4", short: "4", help: "Use IPv4 only" },
  { long: "ipv6", short: "6", help: "Use IPv6 only" },
  {
    long: "happy-eyeballs-timeout-ms",
    value: "MS",
    help: "Wait this long before the next address is tried too (250)",
  },
  {
    long: "interface",
    value: "NAME",
    help: "Connect from this address, or an interface's; the system may still route by another",
  },
  { long: "local-port", value: "RANGE", help: "Connect from this port or range" },
  { long: "unix-socket", value: "PATH", help: "Connect to this unix socket or named pipe" },
  { long: "abstract-unix-socket", value: "NAME", help: "The same in Linux's abstract namespace" },
  {
    long: "haproxy-protocol",
    help: "Begin the connection with a PROXY header (HAProxy's, version 1)",
  },
  {
    long: "haproxy-clientip",
    value: "ADDRESS",
    help: "The same, with this address as the client's",
  },
  { long: "tcp-nodelay", on: true, help: "Let the system gather small writes" },
  { long: "keepalive", on: true, help: "Send no TCP keep-alive probes" },
  { long: "keepalive-time", value: "SECONDS", help: "Idle time before keep-alive probes" },
  { long: "max-time", short: "m", value: "SECONDS", help: "Time limit for the whole exchange" },
  { long: "connect-timeout", value: "SECONDS", help: "Time limit for connecting" },
  { long: "resolve-timeout", value: "SECONDS", help: "Time limit for finding the address" },
  { long: "tls-timeout", value: "SECONDS", help: "Time limit for the TLS handshake" },
  { long: "first-byte-timeout", value: "SECONDS", help: "Time limit from sent to first received" },
  { long: "idle-timeout", value: "SECONDS", help: "Time limit between two bytes received" },
  {
    long: "limit-rate",
    value: "SPEED",
    help: "Send and take at most so many bytes a second (k, M, G allowed)",
  },
  {
    long: "speed-limit",
    short: "Y",
    value: "SPEED",
    help: "End a transfer slower than so many bytes a second for --speed-time",
  },
  {
    long: "speed-time",
    short: "y",
    value: "SECONDS",
    help: "How long it may be slower (30); alone: than 1 byte a second",
  },
] as const satisfies readonly OptionSpec[];

export const tlsOptions = [
  { long: "insecure", short: "k", help: "Do not verify the certificate of this request" },
  {
    long: "cacert",
    value: "FILE",
    help: "Trust the authorities of this PEM file instead of the built-in ones",
  },
  {
    long: "capath",
    value: "FOLDER",
    help: "Trust the authorities of this folder too, named as openssl rehash does",
  },
  { long: "ca-add", value: "FILE", help: "Trust them beside the built-in ones" },
  { long: "ca-native", help: "Trust what the operating system trusts, too" },
  {
    long: "cert",
    short: "E",
    value: "FILE[:PASSPHRASE]",
    help: "Client certificate, PEM or PKCS#12",
  },
  { long: "cert-type", value: "TYPE", help: "PEM, DER or P12; by itself from the file" },
  { long: "key", value: "FILE", help: "Private key of the client certificate" },
  { long: "key-type", value: "TYPE", help: "PEM or DER; by itself from the file" },
  { long: "pass", value: "PHRASE", help: "Passphrase of the key" },
  { long: "cert-status", help: "Go on only with a stapled OCSP response that says good" },
  {
    long: "pinnedpubkey",
    value: "FILE|HASHES",
    help: "Go on only with this public key: sha256//…, several with ;, or a PEM or DER file",
  },
  {
    long: "crlfile",
    value: "FILE",
    help: "Refuse what these revocation lists name; each authority needs one there",
  },
  { long: "servername", value: "NAME", help: "Name sent and checked (SNI); '' sends none" },
  { long: "tlsv1", short: "1", help: "TLS 1.0 or later" },
  { long: "tlsv1.0", help: "TLS 1.0 or later" },
  { long: "tlsv1.1", help: "TLS 1.1 or later" },
  { long: "tlsv1.2", help: "TLS 1.2 or later (as without it)" },
  { long: "tlsv1.3", help: "TLS 1.3" },
  { long: "tls-max", value: "VERSION", help: "Highest TLS version: 1.0, 1.1, 1.2 or 1.3" },
  { long: "ciphers", value: "LIST", help: "Cipher suites, in OpenSSL's words" },
  { long: "tls13-ciphers", value: "LIST", help: "Cipher suites of TLS 1.3" },
  { long: "curves", value: "LIST", help: "Groups for the key exchange, such as X25519:P-256" },
  {
    long: "sigalgs",
    value: "LIST",
    help: "Signatures to take, in OpenSSL's words, such as ECDSA+SHA256",
  },
  { long: "alpn", on: true, help: "Offer no protocols by ALPN" },
  { long: "sessionid", on: true, help: "Do not resume TLS sessions" },
  {
    long: "keylogfile",
    value: "FILE",
    help: "Append the TLS secrets to this file, for Wireshark (or SSLKEYLOGFILE)",
  },
] as const satisfies readonly OptionSpec[];

export const proxyOptions = [
  {
    long: "proxy",
    short: "x",
    value: "[SCHEME://]HOST[:PORT]",
    help: "Use this proxy: http, https, socks4, socks4a, socks5 or socks5h; port 1080 by itself",
  },
  {
    long: "preproxy",
    value: "[SCHEME://]HOST[:PORT]",
    help: "SOCKS proxy on the way to the proxy; socks4 by itself",
  },
  {
    long: "proxy-user",
    short: "U",
    value: "USER:PASSWORD",
    help: "User and password of the proxy",
  },
  { long: "proxy-basic", help: "Use Basic with the proxy (as without it)" },
  { long: "proxy-digest", help: "Use Digest with the proxy" },
  { long: "proxy-ntlm", help: "Use NTLM with the proxy" },
  { long: "proxy-anyauth", help: "Use the strongest of what the proxy asks for" },
  {
    long: "proxy1.0",
    value: "HOST[:PORT]",
    help: "Use this HTTP proxy, and say HTTP/1.0 in CONNECT",
  },
  { long: "proxy-insecure", help: "Do not verify the certificate of an https proxy" },
  {
    long: "proxy-cacert",
    value: "FILE",
    help: "Authorities of an https proxy, instead of the built-in ones",
  },
  { long: "proxy-capath", value: "FOLDER", help: "The same in a folder, as --capath" },
  { long: "proxy-ca-native", help: "Trust what the operating system trusts, with the proxy too" },
  {
    long: "proxy-cert",
    value: "FILE[:PASSPHRASE]",
    help: "Client certificate for an https proxy, PEM, DER or PKCS#12",
  },
  { long: "proxy-cert-type", value: "TYPE", help: "PEM, DER or P12; by itself from the file" },
  { long: "proxy-key", value: "FILE", help: "Private key of that certificate" },
  { long: "proxy-key-type", value: "TYPE", help: "PEM or DER; by itself from the file" },
  { long: "proxy-pass", value: "PHRASE", help: "Passphrase of that key" },
  {
    long: "proxy-pinnedpubkey",
    value: "FILE|HASHES",
    help: "Public key an https proxy must have, as --pinnedpubkey",
  },
  { long: "proxy-crlfile", value: "FILE", help: "Revocation lists for an https proxy" },
  { long: "proxy-tlsv1", help: "TLS 1.0 or later with an https proxy" },
  { long: "proxy-ciphers", value: "LIST", help: "Cipher suites with an https proxy" },
  { long: "proxy-tls13-ciphers", value: "LIST", help: "Cipher suites of TLS 1.3 with it" },
  { long: "proxy-sigalgs", value: "LIST", help: "Signatures to take from an https proxy" },
  { long: "socks5-basic", help: "Sign in at a SOCKS 5 proxy by password (as without it)" },
  { long: "noproxy", value: "HOSTS", help: "Hosts that are asked directly; * for all" },
  { long: "socks4", value: "HOST[:PORT]", help: "SOCKS 4 proxy" },
  { long: "socks4a", value: "HOST[:PORT]", help: "SOCKS 4a proxy" },
  { long: "socks5", value: "HOST[:PORT]", help: "SOCKS 5 proxy" },
  {
    long: "socks5-hostname",
    value: "HOST[:PORT]",
    help: "SOCKS 5 proxy that looks the host name up",
  },
  {
    long: "proxy-header",
    value: "FIELD",
    help: "Add a header field that the proxy alone is to see",
  },
  { long: "proxytunnel", short: "p", help: "Use CONNECT for http:// too" },
  { long: "pac", value: "FILE|URL", help: "Proxy auto-config file" },
  {
    long: "proxy-from",
    value: "SOURCE",
    help: "Take the proxy from the environment (http_proxy …) or from the system",
  },
] as const satisfies readonly OptionSpec[];

export const cookieOptions = [
  {
    long: "cookie",
    short: "b",
    value: "COOKIES|FILE",
    help: "Send these cookies (name=value; …), or those of a Netscape cookie file",
  },
  {
    long: "cookie-jar",
    short: "c",
    value: "FILE",
    help: "Write the cookies to a file afterwards (- for stdout)",
  },
  { long: "junk-session-cookies", short: "j", help: "Leave session cookies of the file out" },
] as const satisfies readonly OptionSpec[];

export const policyOptions = [
  { long: "location", short: "L", help: "Follow redirects" },
  { long: "follow", help: "The same" },
  {
    long: "location-trusted",
    help: "The same, and what proves who you are goes to other hosts too",
  },
  { long: "max-redirs", value: "COUNT", help: "Redirects to follow at most (50); -1: no limit" },
  {
    long: "proto",
    value: "PROTOCOLS",
    help: "Ask only these, redirects included: =https, -http, all …",
  },
  { long: "proto-redir", value: "PROTOCOLS", help: "The same for redirects alone" },
  { long: "proto-default", value: "PROTOCOL", help: "That of a URL without one: http or https" },
  {
    long: "hsts",
    value: "FILE",
    help: "Ask hosts that want https alone by https; the file, in curl's form, says which and is kept up to date; '' keeps none",
  },
  { long: "post301", help: "Keep POST on 301" },
  { long: "post302", help: "Keep POST on 302" },
  { long: "post303", help: "Keep POST on 303" },
  { long: "retry", value: "COUNT", help: "Try again after what may pass: timeouts, 408, 429, 5xx" },
  { long: "retry-delay", value: "SECONDS", help: "Wait before the first retry (1); it doubles" },
  { long: "retry-max-time", value: "SECONDS", help: "Time limit for all retries" },
  { long: "retry-connrefused", help: "Try again when no connection was made, too" },
  { long: "retry-all-errors", help: "Try again after every failure" },
] as const satisfies readonly OptionSpec[];
