import type { CodeTarget } from "./code-request.ts";
import { remarks, seconds } from "./head.ts";
import { quoted, quotedLines } from "./literal.ts";
import { socketParts } from "./socket-parts.ts";

const py = (text: string): string => quoted("python", text);

/** The library `websockets`, from version 13 on. */
export const pythonWebsockets: CodeTarget = {
  id: "python-websockets",
  name: "Python websockets",
  syntax: "python",
  extension: "py",
  bytes: false,
  sockets: "only",
  write(request) {
    const { url, protocols, messages, headers, pingInterval, insecure } = socketParts(request);
    const binary = messages.some(({ kind }) => kind === "base64");
    const options = [
      py(url),
      ...(headers.length === 0
        ? []
        : [
            `additional_headers=[\n${headers.map(({ name, value }) => `            (${py(name)}, ${py(value)}),\n`).join("")}        ]`,
          ]),
      ...(protocols.length === 0 ? [] : [`subprotocols=[${protocols.map(py).join(", ")}]`]),
      `ping_interval=${pingInterval > 0 ? seconds(pingInterval) : "None"}`,
      ...(request.timeout > 0 ? [`open_timeout=${seconds(request.timeout)}`] : []),
      "max_size=None",
      ...(insecure ? ["ssl=context"] : []),
    ];
    const sends = messages.map((message) =>
      message.kind === "text"
        ? `await socket.send(${said(message.text)})`
        : `await socket.send(b64decode(${py(message.data)}))`,
    );
    return (
      remarks(request, "#", [
        headers.some(({ value }) => /[^\u0000-\u007f]/.test(value)) &&
          "The library may refuse the value of a field outside ASCII, which Envoi sends as UTF-8.",
      ]) +
      "import asyncio\n" +
      (insecure ? "import ssl\n" : "") +
      (binary ? "from base64 import b64decode\n" : "") +
      "from websockets.asyncio.client import connect\n\n" +
      (insecure
        ? "context = ssl.create_default_context()\ncontext.check_hostname = False\ncontext.verify_mode = ssl.CERT_NONE\n\n"
        : "") +
      `\nasync def main():\n    async with connect(\n${options.map((one) => `        ${one},\n`).join("")}    ) as socket:\n` +
      sends.map((line) => `        ${line}\n`).join("") +
      "        async for message in socket:\n            print(message)\n\n\nasyncio.run(main())\n"
    );
  },
};

function said(text: string): string {
  const lines = quotedLines("python", text);
  if (lines.length === 1) return lines[0] ?? "";
  return `\n            ${lines.join("\n            ")}\n        `;
}
