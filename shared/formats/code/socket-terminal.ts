import type { CodeTarget } from "./code-request.ts";
import { remarks, seconds } from "./head.ts";
import { bashWord, isWordText } from "./shell-word.ts";
import { type SocketParts, socketParts } from "./socket-parts.ts";

/** Words, one group a line. */
function command(groups: readonly (readonly string[])[]): string {
  return `${groups.map((group) => group.map(bashWord).join(" ")).join(" \\\n  ")}\n`;
}

/** Texts that can be words of a command line, and how many messages cannot. */
function texts(messages: SocketParts["messages"]): readonly string[] {
  return messages.flatMap((message) =>
    message.kind === "text" && isWordText(message.text) ? [message.text] : [],
  );
}

/** websocat 1.x: what is piped in is sent, a line for each message, or all of it as bytes. */
export const websocat: CodeTarget = {
  id: "websocat",
  name: "websocat",
  syntax: "shell",
  extension: "sh",
  bytes: false,
  sockets: "only",
  write(request) {
    const { url, protocols, messages, headers, pingInterval, insecure } = socketParts(request);
    const said = texts(messages);
    const [only] = messages;
    const bytes = messages.length === 1 && only?.kind === "base64" ? only.data : null;
    const lines = said.some((text) => text.includes("\n"));
    const groups = [
      [
        "websocat",
        bytes === null ? "--text" : "--binary",
        ...(messages.length > 0 ? ["--no-close"] : []),
      ],
      ...(bytes === null && lines ? [["--null-terminated"]] : []),
      // The end of a line is not part of its message.
      ...(bytes === null ? [["--linemode-strip-newlines"]] : []),
      ...headers.map(({ name, value }) => [`--header=${name}: ${value}`]),
      ...(protocols.length === 0 ? [] : [["--protocol", protocols.join(", ")]]),
      ...(pingInterval > 0 ? [["--ping-interval", seconds(Math.max(1000, pingInterval))]] : []),
      ...(insecure ? [["--insecure"]] : []),
      [url],
    ];
    const piped =
      bytes === null
        ? said.length === 0
          ? ""
          : `printf '%s\\${lines ? "0" : "n"}' ${said.map(bashWord).join(" ")} |\n`
        : `printf '%s' ${bashWord(bytes)} | base64 -d |\n`;
    return (
      remarks(request, "#", [
        bytes === null &&
          said.length < messages.length &&
          "websocat sends what it gets as text or as bytes: messages of bytes are left out.",
      ]) +
      piped +
      command(groups)
    );
  },
};

/** wscat 6. */
export const wscat: CodeTarget = {
  id: "wscat",
  name: "wscat",
  syntax: "shell",
  extension: "sh",
  bytes: false,
  sockets: "only",
  write(request) {
    const { url, protocols, messages, headers, insecure, pingInterval } = socketParts(request);
    const said = texts(messages);
    const groups = [
      ["wscat", "--connect", url],
      ...(request.followRedirects ? [["--location"]] : []),
      ...headers.map(({ name, value }) => ["--header", `${name}: ${value}`]),
      ...protocols.map((protocol) => ["--subprotocol", protocol]),
      ...(insecure ? [["--no-check"]] : []),
      ...said.map((text) => ["--execute", text]),
      ...(said.length === 0 ? [] : [["--wait", "-1"]]),
    ];
    return (
      remarks(request, "#", [
        said.length < messages.length && "wscat sends text alone: messages of bytes are left out.",
        pingInterval > 0 && "wscat sends no pings by itself.",
      ]) + command(groups)
    );
  },
};
