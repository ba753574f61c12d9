import type { HttpVersionChoice } from "../../shared/model/network/message.ts";
import type { OwnNetwork } from "../../shared/model/network/network.ts";
import type { ProxyScheme, ProxyServer } from "../../shared/model/network/proxy.ts";

/** What a peer is started with: files of the shared folder, and where the other servers are. */
export interface Ground {
  /** Folder with `www/index.html`, `cert.pem`, `key.pem`, `both.pem`. */
  readonly folder: string;
  readonly port: number;
  /** Port of a plain HTTP server of ours, for those that need something behind them. */
  readonly origin: number;
  /** Port of an echo of WebSocket's. */
  readonly socket: number;
  /** Ports of servers of Node's: HTTP/2 over TLS, and in the clear. */
  readonly two: { readonly secure: number; readonly clear: number };
}

export interface Ask {
  readonly url: string;
  readonly network?: OwnNetwork;
  /** The version the reply must have come in. */
  readonly version?: string;
  /** It is a WebSocket that sends back what comes. */
  readonly echo?: true;
}

export interface Peer {
  readonly name: string;
  /** The program; several: the first that is installed. */
  readonly programs: readonly string[];
  /** Runs well where what the program needs beside it is there. */
  readonly needs?: { readonly program: string; readonly words: readonly string[] };
  words(ground: Ground): readonly string[];
  /** Configuration to write first: name and text. */
  files?(ground: Ground): Readonly<Record<string, string>>;
  /** What is asked, once for each. */
  asks(ground: Ground): readonly Ask[];
}

const page = (scheme: string, port: number): string => `${scheme}://localhost:${port}/`;
const versions = (url: string, ...all: readonly HttpVersionChoice[]): readonly Ask[] =>
  all.map((httpVersion) => ({ url, network: { httpVersion } }));

/** A page by HTTP/1.1, forwarded and in a tunnel where there are both; HTTP/2 over TLS and in the clear, and a WebSocket, which need a tunnel. */
function through(
  scheme: ProxyScheme,
  { port, origin, two, socket }: Ground,
  login = { username: "", password: "" },
): readonly Ask[] {
  const server: ProxyServer = {
    scheme,
    host: "127.0.0.1",
    port,
    ...login,
    auth: login.username === "" ? "none" : "any",
    tunnel: false,
  };
  const network = (over: Partial<ProxyServer> = {}): OwnNetwork => ({
    proxy: { kind: "server", server: { ...server, ...over }, bypass: "" },
    ipVersion: "4",
  });
  const url = `http://127.0.0.1:${origin}/`;
  const plain = { url, network: network(), version: "1.1" };
  const tunnelled = { url, network: network({ tunnel: true }), version: "1.1" };
  return [
    plain,
    ...(scheme.startsWith("http") ? [tunnelled] : []),
    { url: page("https", two.secure), network: network(), version: "2" },
    { url: `ws://127.0.0.1:${socket}/`, network: network(), echo: true },
    {
      url: `http://127.0.0.1:${two.clear}/`,
      network: { ...network(), httpVersion: "h2c" },
      version: "2",
    },
  ];
}

const squid = (port: string, folder: string): string => `${port}
http_access allow all
cache deny all
access_log none
cache_log stdio:/dev/null
pid_filename ${folder}/squid.pid
shutdown_lifetime 0 seconds
`;

/** Servers nobody here wrote; command lines as their manuals have them. */
export const peers: readonly Peer[] = [
  {
    name: "httpbin",
    programs: ["gunicorn"],
    words: ({ port }) => ["-b", `127.0.0.1:${port}`, "httpbin:app"],
    asks: ({ port }) =>
      [
        "get",
        "gzip",
        "deflate",
        "brotli",
        "redirect/3",
        "stream/3",
        "bytes/1000",
        "drip?duration=0&numbytes=5",
        "cookies/set?a=b",
        "status/204",
      ].map((path) => ({ url: `http://127.0.0.1:${port}/${path}` })),
  },
  {
    name: "nghttpd",
    programs: ["nghttpd"],
    words: ({ port, folder }) => [
      "-a",
      "127.0.0.1",
      "-d",
      `${folder}/www`,
      String(port),
      "key.pem",
      "cert.pem",
    ],
    asks: ({ port }) => versions(page("https", port), "auto", "2"),
  },
  {
    name: "nghttpd, h2c",
    programs: ["nghttpd"],
    words: ({ port, folder }) => [
      "-a",
      "127.0.0.1",
      "--no-tls",
      "-d",
      `${folder}/www`,
      String(port),
    ],
    asks: ({ port }) => versions(page("http", port), "h2c"),
  },
  {
    name: "caddy",
    programs: ["caddy"],
    words: ({ port }) => ["file-server", "--listen", `127.0.0.1:${port}`, "--root", "www"],
    asks: ({ port }) => versions(page("http", port), "1.1", "1.0"),
  },
  {
    name: "nginx",
    programs: ["nginx"],
    files: ({ port, folder }) => ({
      "nginx.conf": `pid ${folder}/nginx.pid; error_log stderr; daemon off; master_process off; events {}
http { access_log off; client_body_temp_path ${folder}/n1; proxy_temp_path ${folder}/n2; fastcgi_temp_path ${folder}/n3; uwsgi_temp_path ${folder}/n4; scgi_temp_path ${folder}/n5;
server { listen 127.0.0.1:${port} ssl http2; ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem; root ${folder}/www; } }`,
    }),
    words: ({ folder }) => ["-p", folder, "-e", "stderr", "-c", `${folder}/nginx.conf`],
    asks: ({ port }) => versions(page("https", port), "auto", "1.1", "2"),
  },
  {
    name: "h2o",
    programs: ["h2o"],
    files: ({ port, folder }) => ({
      "h2o.conf": `listen:
  host: 127.0.0.1
  port: ${port}
  ssl:
    certificate-file: ${folder}/cert.pem
    key-file: ${folder}/key.pem
hosts:
  default:
    paths:
      /:
        file.dir: ${folder}/www
`,
    }),
    words: () => ["-c", "h2o.conf"],
    asks: ({ port }) => versions(page("https", port), "auto", "1.1", "2"),
  },
  {
    name: "haproxy",
    programs: ["haproxy"],
    files: ({ port, folder, origin }) => ({
      "haproxy.cfg": `defaults
  mode http
  timeout connect 5s
  timeout client 5s
  timeout server 5s
frontend f
  bind 127.0.0.1:${port} ssl crt ${folder}/both.pem alpn h2,http/1.1
  default_backend b
backend b
  server o 127.0.0.1:${origin}
`,
    }),
    words: () => ["-f", "haproxy.cfg"],
    asks: ({ port }) => versions(page("https", port), "auto", "1.1"),
  },
  {
    name: "squid",
    programs: ["squid"],
    files: ({ port, folder }) => ({ "squid.conf": squid(`http_port 127.0.0.1:${port}`, folder) }),
    words: () => ["-N", "-f", "squid.conf"],
    asks: (ground) => through("http", ground),
  },
  {
    name: "squid over TLS",
    programs: ["squid"],
    files: ({ port, folder }) => ({
      "squid-tls.conf": squid(
        `https_port 127.0.0.1:${port} tls-cert=${folder}/cert.pem tls-key=${folder}/key.pem`,
        folder,
      ),
    }),
    words: () => ["-N", "-f", "squid-tls.conf"],
    asks: (ground) => through("https", ground),
  },
  {
    name: "tinyproxy",
    programs: ["tinyproxy"],
    files: ({ port }) => ({
      "tinyproxy.conf": `Port ${port}\nListen 127.0.0.1\nBasicAuth user pass\nTimeout 30\n`,
    }),
    words: () => ["-d", "-c", "tinyproxy.conf"],
    asks: (ground) => through("http", ground, { username: "user", password: "pass" }),
  },
  {
    name: "dante",
    programs: ["danted", "sockd"],
    files: ({ port }) => ({
      "danted.conf": `logoutput: stderr
internal: 127.0.0.1 port = ${port}
external: lo
socksmethod: none
clientmethod: none
client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
socks pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
`,
    }),
    words: () => ["-f", "danted.conf"],
    asks: (ground) => [
      ...through("socks5", ground),
      ...through("socks5h", ground),
      ...through("socks4", ground),
    ],
  },
  {
    name: "microsocks",
    programs: ["microsocks"],
    words: ({ port }) => ["-i", "127.0.0.1", "-p", String(port), "-u", "user", "-P", "pass"],
    asks: (ground) => through("socks5", ground, { username: "user", password: "pass" }),
  },
  {
    name: "stunnel",
    programs: ["stunnel4", "stunnel"],
    files: ({ port, folder, origin }) => ({
      "stunnel.conf": `foreground = yes
pid =
[s]
accept = 127.0.0.1:${port}
connect = 127.0.0.1:${origin}
cert = ${folder}/both.pem
`,
    }),
    words: ({ folder }) => [`${folder}/stunnel.conf`],
    asks: ({ port }) => versions(page("https", port), "1.1"),
  },
  {
    name: "openssl s_server",
    programs: ["openssl"],
    words: ({ port }) => [
      "s_server",
      "-accept",
      `127.0.0.1:${port}`,
      "-cert",
      "cert.pem",
      "-key",
      "key.pem",
      "-www",
    ],
    asks: ({ port }) => [
      ...versions(page("https", port), "1.1", "1.0"),
      { url: page("https", port), network: { tlsMax: "1.2" } },
    ],
  },
];
