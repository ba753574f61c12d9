import type { OptionSpec } from "./option.ts";

export const requestOptions = [
  { long: "request", short: "X", value: "METHOD", help: "Use this request method" },
  {
    long: "header",
    short: "H",
    value: "FIELD",
    help: "Add a header field; 'Name:' leaves an automatic one out, 'Name;' sends it empty, @FILE reads lines",
  },
  { long: "user-agent", short: "A", value: "TEXT", help: "Set User-Agent" },
  { long: "referer", short: "e", value: "URL", help: "Set Referer; ;auto says it on redirects" },
  { long: "compressed", help: "Ask for a compressed response (decoding always happens)" },
  { long: "tr-encoding", help: "Offer transfer codings (TE: gzip); they are undone" },
  { long: "range", short: "r", value: "RANGE", help: "Ask for a range of bytes, such as 0-99" },
  {
    long: "continue-at",
    short: "C",
    value: "OFFSET",
    help: "Go on with a download at this byte; - takes the size of the output file",
  },
  {
    long: "time-cond",
    short: "z",
    value: "TIME|FILE",
    help: "Only if it was changed since (If-Modified-Since); with - before it: only if it was not",
  },
  {
    long: "etag-compare",
    value: "FILE",
    help: "Only if it is not the version whose ETag the file holds (If-None-Match)",
  },
  { long: "etag-save", value: "FILE", help: "Write the ETag of the response to this file" },
  { long: "head", short: "I", help: "Send HEAD and print the response head" },
  { long: "get", short: "G", help: "Put the data into the URL's query and send GET" },
  {
    long: "url-query",
    value: "DATA",
    help: "Add to the URL's query, encoded as with --data-urlencode; +TEXT as it is",
  },
  {
    long: "globoff",
    short: "g",
    help: "Take [] and {} in the URL as they are, not as [1-9] or {a,b}",
  },
  { long: "disallow-username-in-url", help: "Refuse a URL with a user name in it" },
  { long: "path-as-is", help: "Keep /../ in the path: Envoi always does" },
  {
    long: "encode-url",
    help: "Percent-encode what the URL may not hold; it is sent as typed otherwise",
  },
  { long: "request-target", value: "TARGET", help: "Send this target instead of the URL's" },
  {
    long: "url",
    value: "URL|@FILE",
    help: "The URL, where it is not an argument; @FILE reads one a line, each kept as with -O",
  },
  { long: "next", short: ":", help: "What follows is for other URLs: begin with no options" },
  { long: "fail-early", help: "End at the first URL that fails" },
  {
    long: "rate",
    value: "COUNT/UNIT",
    help: "Begin so many transfers at most in a second, minute, hour or day: 2/s, 3/m, 5/10s",
  },
  { long: "parallel", short: "Z", help: "Send to several URLs at the same time" },
  { long: "parallel-max", value: "COUNT", help: "So many at most (50)" },
  {
    long: "variable",
    value: "[%]NAME=TEXT|@FILE",
    help: "Set a variable that options named --expand-… use: --expand-url 'http://h/{{NAME:url}}'; % takes it from the environment",
  },
  { long: "env", value: "NAME", help: "Environment of the collection the file belongs to" },
  {
    long: "var",
    value: "NAME=VALUE",
    help: "Give a variable of a request file a value for this run; answers {{?NAME}} too",
  },
  {
    long: "workspace",
    value: "PATH",
    help: "Workspace of a request file, or none; by itself the nearest workspace.yml above the collection that lists it",
  },
  {
    long: "global-env",
    value: "NAME",
    help: "Environment of the workspace that gives globals; by itself the one chosen in the app",
  },
  { long: "globals", value: "FILE", help: "Take globals from this environment file" },
  {
    long: "passphrase-file",
    value: "FILE",
    help: "Unlock the secret store with the first line of this file, when the request uses a secret",
  },
  {
    long: "identity-file",
    value: "FILE",
    help: "An age identity that opens the collection's shared secrets",
  },
  {
    long: "raw",
    value: "FILE",
    help: "Send the bytes of a file (or - for stdin) as they are, with --to; without --to it is curl's switch",
  },
  {
    long: "replay",
    value: "FILE",
    help: "Send again, byte for byte, what a file of --trace says was sent (its last hop)",
  },
  { long: "to", value: "HOST:PORT", help: "Where --raw and --replay go" },
  { long: "tls", help: "Use TLS for --raw and --replay" },
] as const satisfies readonly OptionSpec[];

export const bodyOptions = [
  {
    long: "data",
    short: "d",
    value: "TEXT",
    help: "Send a body; @FILE reads a file, several are joined with &",
  },
  { long: "data-ascii", value: "TEXT", help: "The same as --data" },
  { long: "data-raw", value: "TEXT", help: "Like --data, with no special meaning of @" },
  { long: "data-binary", value: "TEXT", help: "Like --data, line breaks of files are kept" },
  {
    long: "data-urlencode",
    value: "DATA",
    help: "Like --data, percent-encoded: TEXT, =TEXT, NAME=TEXT, @FILE or NAME@FILE",
  },
  { long: "json", value: "TEXT", help: "Send JSON (sets Content-Type and Accept)" },
  {
    long: "form",
    short: "F",
    value: "NAME=TEXT",
    help: "Send multipart/form-data; NAME=@FILE sends a file, NAME=<FILE its text; ;type=, ;filename=, ;headers= and ;encoder= follow",
  },
  { long: "form-escape", help: 'Write quotes in names of parts as \\" instead of %22' },
  {
    long: "form-string",
    value: "NAME=TEXT",
    help: "Like --form, with no special meaning of @ < ;",
  },
  {
    long: "upload-file",
    short: "T",
    value: "FILE",
    help: "Send a file (- for stdin) with PUT; a URL that ends in / gets its name",
  },
  { long: "framing", value: "HOW", help: "auto, content-length or chunked" },
  { long: "compress-body", value: "CODING", help: "Send the body as gzip, deflate, br or zstd" },
  {
    long: "content-digest",
    value: "ALGORITHM",
    help: "Add Content-Digest: sha-256 or sha-512; Repr-Digest: repr-sha-256 …; Digest: digest-sha-256 …; Content-MD5: md5",
  },
  { long: "trailer", value: "FIELD", help: "Send a trailer field after the body" },
  {
    long: "expect100-timeout",
    value: "SECONDS",
    help: "Send Expect: 100-continue and wait this long for it",
  },
] as const satisfies readonly OptionSpec[];

export const authOptions = [
  { long: "user", short: "u", value: "USER:PASSWORD", help: "User and password" },
  { long: "basic", help: "Use Basic authentication with --user (as without it)" },
  { long: "digest", help: "Use Digest" },
  { long: "ntlm", help: "Use NTLM version 2" },
  { long: "negotiate", help: "Use the system's Kerberos login (-u : as in curl)" },
  {
    long: "service-name",
    value: "NAME",
    help: "The service a Kerberos ticket is asked for, in place of HTTP",
  },
  { long: "anyauth", help: "Use the strongest of Digest, NTLM and Basic the server asks for" },
  {
    long: "sign-in",
    help: "Sign in for a request file whose OAuth 2 flow needs a person and has no token: shows the address and waits",
  },
  {
    long: "aws-sigv4",
    value: "aws:amz[:REGION[:SERVICE]]",
    help: "Sign for Amazon; --user gives access key and secret",
  },
  { long: "netrc", short: "n", help: "Take the login from ~/.netrc" },
  { long: "netrc-optional", help: "The same, where there is one" },
  { long: "netrc-file", value: "FILE", help: "Take the login from this netrc file" },
  { long: "oauth2-bearer", value: "TOKEN", help: "Use this Bearer token" },
] as const satisfies readonly OptionSpec[];
