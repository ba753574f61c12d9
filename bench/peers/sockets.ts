import { once } from "node:events";
import {
  defaultSocketLimits,
  type OpenSocket,
  type SocketUse,
} from "../../electron/wire/websocket/socket.ts";
import { type WebSocket, WebSocketServer } from "ws";
import type { Peer } from "./list.ts";

/** An echo of npm's `ws` on loopback, for what stands before it. */
export async function openEcho(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: true });
  server.on("connection", (socket: WebSocket) =>
    socket.on("message", (data, binary) => socket.send(data, { binary })),
  );
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    async close() {
      for (const one of server.clients) one.terminate();
      server.close();
      await once(server, "close");
    },
  };
}

/** What is said to an echo, in turn: short, long, and 300,000 bytes that compress well. Some echoes read lines, and give them without their ends. */
const said = ["hello é", "x".repeat(70_000), "abc ".repeat(75_000)];

/** Talks to an echo and says goodbye. `problem` after the end: null when all came back. */
export function talkToEcho(): { readonly use: SocketUse; problem(): string | null } {
  let open: OpenSocket | null = null;
  let came = 0;
  let text = "";
  let wrong: string | null = null;
  const next = (): void => {
    const message = said[came];
    const sent =
      message === undefined
        ? open?.close(1000, "")
        : open?.send({ text: true, bytes: Buffer.from(message) });
    // What ends it says so itself.
    sent?.catch(() => undefined);
  };
  return {
    use: {
      offer: { protocols: [], compress: true },
      limits: defaultSocketLimits,
      pingInterval: 0,
      timed: true,
      opened(socket) {
        open = socket;
        next();
      },
      received({ bytes, last }) {
        text += Buffer.from(bytes).toString("latin1");
        if (!last) return undefined;
        if (Buffer.from(text, "latin1").toString() !== said[came])
          wrong ??= `message ${came + 1} came back changed`;
        text = "";
        came += 1;
        next();
        return undefined;
      },
    },
    problem: () => wrong ?? (came === said.length ? null : `${came} of ${said.length} came back`),
  };
}

const page = (scheme: string, port: number, path = "/"): { url: string; echo: true } => ({
  url: `${scheme}://localhost:${port}${path}`,
  echo: true,
});
const python = ["/usr/bin/python3"];
const scripts = {
  websockets: (port: number) => `import asyncio, websockets
async def echo(ws, path=None):
    async for message in ws:
        await ws.send(message)
async def main():
    async with websockets.serve(echo, "127.0.0.1", ${port}):
        await asyncio.Future()
asyncio.run(main())
`,
  aiohttp: (port: number) => `from aiohttp import web, WSMsgType
async def echo(request):
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    async for message in ws:
        if message.type == WSMsgType.TEXT: await ws.send_str(message.data)
    return ws
app = web.Application()
app.router.add_get("/", echo)
web.run_app(app, host="127.0.0.1", port=${port}, print=None)
`,
  tornado: (port: number) => `import asyncio, tornado.web, tornado.websocket
class Echo(tornado.websocket.WebSocketHandler):
    def on_message(self, message): self.write_message(message)
    def get_compression_options(self): return {}
async def main():
    tornado.web.Application([("/", Echo)]).listen(${port}, "127.0.0.1")
    await asyncio.Event().wait()
asyncio.run(main())
`,
} as const;

/** Servers of WebSocket, and what stands before one. */
export const socketPeers: readonly Peer[] = [
  ...Object.entries(scripts).map(([name, script]): Peer => ({
    name: `WebSocket: ${name}`,
    programs: python,
    needs: { program: "/usr/bin/python3", words: ["-c", `import ${name}`] },
    files: ({ port }) => ({ [`${name}-echo.py`]: script(port) }),
    words: () => [`${name}-echo.py`],
    asks: ({ port }) => [page("ws", port)],
  })),
  {
    name: "WebSocket: websocketd",
    programs: ["websocketd"],
    words: ({ port }) => ["--address", "127.0.0.1", "--port", String(port), "cat"],
    asks: ({ port }) => [page("ws", port)],
  },
  {
    name: "WebSocket: nginx",
    programs: ["nginx"],
    files: ({ port, folder, socket }) => ({
      "ws.conf": `pid ${folder}/ws.pid; error_log stderr; daemon off; master_process off; events {}
http { access_log off; client_body_temp_path ${folder}/w1; proxy_temp_path ${folder}/w2; fastcgi_temp_path ${folder}/w3; uwsgi_temp_path ${folder}/w4; scgi_temp_path ${folder}/w5;
server { listen 127.0.0.1:${port} ssl; ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem;
location / { proxy_pass http://127.0.0.1:${socket}; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection Upgrade; } } }`,
    }),
    words: ({ folder }) => ["-p", folder, "-e", "stderr", "-c", `${folder}/ws.conf`],
    asks: ({ port }) => [page("wss", port)],
  },
  {
    name: "WebSocket: haproxy",
    programs: ["haproxy"],
    files: ({ port, folder, socket }) => ({
      "ws.cfg": `defaults
  mode http
  timeout connect 5s
  timeout client 5s
  timeout server 5s
  timeout tunnel 60s
frontend f
  bind 127.0.0.1:${port} ssl crt ${folder}/both.pem alpn h2,http/1.1
  default_backend b
backend b
  server o 127.0.0.1:${socket}
`,
    }),
    words: () => ["-f", "ws.cfg"],
    asks: ({ port }) => [page("wss", port)],
  },
  {
    name: "WebSocket: caddy",
    programs: ["caddy"],
    files: ({ port, socket }) => ({
      "ws.caddy": `{
  admin off
}
http://localhost:${port} {
  bind 127.0.0.1
  reverse_proxy 127.0.0.1:${socket}
}
`,
    }),
    words: () => ["run", "--adapter", "caddyfile", "--config", "ws.caddy"],
    asks: ({ port }) => [page("ws", port)],
  },
  {
    name: "WebSocket: h2o",
    programs: ["h2o"],
    files: ({ port, folder, socket }) => ({
      "ws-h2o.conf": `listen:
  host: 127.0.0.1
  port: ${port}
  ssl:
    certificate-file: ${folder}/cert.pem
    key-file: ${folder}/key.pem
proxy.websocket: ON
hosts:
  default:
    paths:
      /:
        proxy.reverse.url: http://127.0.0.1:${socket}/
`,
    }),
    words: () => ["-c", "ws-h2o.conf"],
    asks: ({ port }) => [page("wss", port)],
  },
  {
    name: "WebSocket: apache",
    programs: ["apache2"],
    files: ({ port, folder, socket }) => ({
      "ws-apache.conf": `ServerRoot ${folder}
PidFile ${folder}/apache.pid
DefaultRuntimeDir ${folder}
Mutex file:${folder}
Listen 127.0.0.1:${port}
ServerName localhost
ErrorLog ${folder}/apache.log
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_wstunnel_module /usr/lib/apache2/modules/mod_proxy_wstunnel.so
ProxyPass / ws://127.0.0.1:${socket}/
`,
    }),
    words: ({ folder }) => ["-X", "-f", `${folder}/ws-apache.conf`],
    asks: ({ port }) => [page("ws", port)],
  },
  {
    name: "WebSocket: stunnel",
    programs: ["stunnel4", "stunnel"],
    files: ({ port, folder, socket }) => ({
      "ws-stunnel.conf": `foreground = yes
pid =
[s]
accept = 127.0.0.1:${port}
connect = 127.0.0.1:${socket}
cert = ${folder}/both.pem
`,
    }),
    words: ({ folder }) => [`${folder}/ws-stunnel.conf`],
    asks: ({ port }) => [page("wss", port)],
  },
];
