import type { CodeTarget } from "./code-request.ts";
import { remarks } from "./head.ts";
import { quoted, quotedLines } from "./literal.ts";
import { type SocketParts, socketParts } from "./socket-parts.ts";

const js = (text: string): string => quoted("js", text);

/** https://websockets.spec.whatwg.org/, as browsers, Deno, Bun and Node 22 have it. */
export const jsWebSocket: CodeTarget = {
  id: "js-websocket",
  name: "JavaScript WebSocket",
  syntax: "javascript",
  extension: "mjs",
  bytes: false,
  sockets: "only",
  write(request) {
    const parts = socketParts(request);
    const { url, protocols, messages, headers } = parts;
    const bytes = (data: string): string =>
      `Uint8Array.from(atob(${js(data)}), (c) => c.charCodeAt(0))`;
    return (
      remarks(request, "//", [
        headers.length > 0 &&
          `A WebSocket of a browser sends no fields of one's own: left out are ${headers.map(({ name }) => name).join(", ")}.`,
        parts.pingInterval > 0 && "It sends no pings either.",
        parts.insecure && "Nor can it leave certificates unverified.",
      ]) +
      `const socket = new WebSocket(${js(url)}${protocols.length === 0 ? "" : `, ${list(protocols)}`});\n` +
      'socket.binaryType = "arraybuffer";\n\n' +
      listener("onopen = () =>", sends(messages, bytes)) +
      "socket.onmessage = ({ data }) => console.log(data);\n" +
      'socket.onclose = ({ code, reason }) => console.log("closed", code, reason);\n'
    );
  },
};

/** The library `ws` for Node. */
export const jsWs: CodeTarget = {
  id: "js-ws",
  name: "Node.js ws",
  syntax: "javascript",
  extension: "mjs",
  bytes: false,
  sockets: "only",
  write(request) {
    const { url, protocols, messages, headers, pingInterval, insecure } = socketParts(request);
    const options = [
      ...(headers.length === 0
        ? []
        : [
            `headers: {\n${headers.map(({ name, value }) => `    ${js(name)}: ${fieldValue(value)},\n`).join("")}  }`,
          ]),
      ...(request.followRedirects
        ? ["followRedirects: true", `maxRedirects: ${request.maxRedirects}`]
        : []),
      ...(request.timeout > 0 ? [`handshakeTimeout: ${request.timeout}`] : []),
      ...(insecure ? ["rejectUnauthorized: false"] : []),
    ];
    const bytes = (data: string): string => `Buffer.from(${js(data)}, "base64")`;
    const words = [
      js(url),
      ...(protocols.length > 0 || options.length > 0 ? [list(protocols)] : []),
      ...(options.length === 0 ? [] : [`{\n${options.map((one) => `  ${one},\n`).join("")}}`]),
    ];
    return (
      remarks(request, "//") +
      `import WebSocket from "ws";\n\nconst socket = new WebSocket(${words.join(", ")});\n\n` +
      listener('on("open", () =>', [
        ...(pingInterval > 0
          ? [
              `const pings = setInterval(() => socket.ping(), ${pingInterval});`,
              'socket.on("close", () => clearInterval(pings));',
            ]
          : []),
        ...sends(messages, bytes),
      ]) +
      'socket.on("message", (data, isBinary) => console.log(isBinary ? data : String(data)));\n' +
      'socket.on("close", (code, reason) => console.log("closed", code, String(reason)));\n' +
      'socket.on("error", (error) => console.error(error.message));\n'
    );
  },
};

/** Node takes a header's value one code unit a byte; Envoi sends UTF-8. */
function fieldValue(value: string): string {
  if (!/[^\u0000-\u007f]/.test(value)) return js(value);
  return `Buffer.from(${js(value)}).toString("latin1")`;
}

const list = (texts: readonly string[]): string => `[${texts.map(js).join(", ")}]`;

function sends(
  messages: SocketParts["messages"],
  bytes: (data: string) => string,
): readonly string[] {
  return messages.map((message) =>
    message.kind === "text"
      ? `socket.send(${quotedLines("js", message.text).join(" +\n    ")});`
      : `socket.send(${bytes(message.data)});`,
  );
}

/** A handler of a socket; `head` ends where its body begins. Nothing for one without lines. */
function listener(head: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const close = head.includes('("') ? "});" : "};";
  return `socket.${head} {\n${lines.map((line) => `  ${line}\n`).join("")}${close}\n`;
}
