import type { CodeTarget } from "./code-request.ts";
import { remarks } from "./head.ts";
import { quoted, quotedLines } from "./literal.ts";
import { socketParts } from "./socket-parts.ts";

const go = (text: string): string => quoted("go", text);

/** gorilla/websocket. */
export const goWebsocket: CodeTarget = {
  id: "go-websocket",
  name: "Go gorilla/websocket",
  syntax: "go",
  extension: "go",
  bytes: false,
  sockets: "only",
  write(request) {
    const { url, protocols, messages, headers, pingInterval, insecure } = socketParts(request);
    const binary = messages.some(({ kind }) => kind === "base64");
    const timed = pingInterval > 0 || request.timeout > 0;
    const imports = [
      ...(insecure ? ["crypto/tls"] : []),
      ...(binary ? ["encoding/base64"] : []),
      "fmt",
      "net/http",
      ...(timed ? ["time"] : []),
    ];
    const dialer = [
      "Proxy: http.ProxyFromEnvironment,",
      "EnableCompression: true,",
      ...(protocols.length === 0
        ? []
        : [`Subprotocols: []string{${protocols.map(go).join(", ")}},`]),
      ...(request.timeout > 0 ? [`HandshakeTimeout: ${request.timeout} * time.Millisecond,`] : []),
      ...(insecure ? ["TLSClientConfig: &tls.Config{InsecureSkipVerify: true},"] : []),
    ];
    const fields = headers.map(({ name, value }) => `\t\t${go(name)}: {${go(value)}},\n`).join("");
    const sends = messages.map((message) =>
      message.kind === "text"
        ? `send(socket, websocket.TextMessage, []byte(${quotedLines("go", message.text).join(" +\n\t\t")}))`
        : `send(socket, websocket.BinaryMessage, bytesOf(${go(message.data)}))`,
    );
    const pings =
      pingInterval > 0
        ? [
            "go func() {",
            `\tfor range time.Tick(${pingInterval} * time.Millisecond) {`,
            "\t\t_ = socket.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second))",
            "\t}",
            "}()",
          ]
        : [];
    const lines = [
      `dialer := websocket.Dialer{\n${dialer.map((one) => `\t\t${one}\n`).join("")}\t}`,
      `socket, _, err := dialer.Dial(${go(url)}, http.Header{${fields === "" ? "" : `\n${fields}\t`}})`,
      "if err != nil {",
      "\tpanic(err)",
      "}",
      "defer socket.Close()",
      ...pings,
      ...sends,
      "for {",
      "\t_, message, err := socket.ReadMessage()",
      "\tif err != nil {",
      "\t\tfmt.Println(err)",
      "\t\treturn",
      "\t}",
      "\tfmt.Println(string(message))",
      "}",
    ];
    return (
      remarks(request, "//") +
      `package main\n\nimport (\n${imports.map((name) => `\t"${name}"\n`).join("")}\n\t"github.com/gorilla/websocket"\n)\n\n` +
      `func main() {\n${lines.map((line) => `\t${line}\n`).join("")}}\n` +
      (messages.length === 0 ? "" : sendFunction) +
      (binary ? bytesFunction : "")
    );
  },
};

const sendFunction = `
func send(socket *websocket.Conn, kind int, message []byte) {
	if err := socket.WriteMessage(kind, message); err != nil {
		panic(err)
	}
}
`;

const bytesFunction = `
func bytesOf(text string) []byte {
	bytes, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return bytes
}
`;
