import type { CodeBody, CodeTarget } from "./code-request.ts";
import { bodyExpression, indented, ownHeaders, remarks, urlOf } from "./head.ts";
import { quoted, quotedLines } from "./literal.ts";

const go = (text: string): string => quoted("go", text);

function bodyOf(body: CodeBody | null): string | null {
  const text = (said: string): string => `[]byte(${quotedLines("go", said).join(" +\n\t")})`;
  return bodyExpression(body, {
    text,
    base64: (data) => `must(base64.StdEncoding.DecodeString(${go(data)}))`,
    file: (path) => `must(os.ReadFile(${go(path)}))`,
    concat: (pieces) =>
      `bytes.Join([][]byte{\n\t${pieces.map((p) => `${p.replaceAll("\n", "\n\t")},`).join("\n\t")}\n}, nil)`,
  });
}

export const goHttp: CodeTarget = {
  id: "go",
  name: "Go net/http",
  syntax: "go",
  extension: "go",
  bytes: false,
  write(request) {
    const body = bodyOf(request.body);
    const kinds = new Set(request.body?.pieces.map(({ kind }) => kind));
    const must = kinds.has("file") || kinds.has("base64");
    const insecure = !request.verifyTls && request.scheme === "https";
    const imports = [
      ...(body === null ? [] : ["bytes"]),
      ...(insecure ? ["crypto/tls"] : []),
      ...(kinds.has("base64") ? ["encoding/base64"] : []),
      ...(request.followRedirects && request.maxRedirects !== 10 ? ["errors"] : []),
      "fmt",
      "io",
      "net/http",
      ...(kinds.has("file") ? ["os"] : []),
      ...(request.timeout > 0 ? ["time"] : []),
    ];
    const client = [
      ...(request.timeout > 0
        ? [`Timeout: ${Math.ceil(request.timeout)} * time.Millisecond,`]
        : []),
      ...(insecure
        ? ["Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}},"]
        : []),
      ...redirects(request.followRedirects, request.maxRedirects),
    ];
    // Set by index: Header.Set would change the spelling. Host is a field of its own.
    const fields = new Map<string, string[]>();
    let host: string | null = null;
    for (const { name, value } of ownHeaders(request)) {
      if (name.toLowerCase() === "host") host = value;
      else fields.set(name, [...(fields.get(name) ?? []), value]);
    }
    const lines = [
      `request, err := http.NewRequest(${go(request.method)}, ${go(urlOf(request))}, ${
        body === null ? "nil" : `bytes.NewReader(${indented(body, 0)})`
      })`,
      "if err != nil {\n\tpanic(err)\n}",
      ...(host === null ? [] : [`request.Host = ${go(host)}`]),
      ...[...fields].map(
        ([name, values]) => `request.Header[${go(name)}] = []string{${values.map(go).join(", ")}}`,
      ),
      `client := &http.Client{${client.length === 0 ? "" : `\n\t${client.join("\n\t")}\n`}}`,
      "response, err := client.Do(request)",
      "if err != nil {\n\tpanic(err)\n}",
      "defer response.Body.Close()",
      "reply, err := io.ReadAll(response.Body)",
      "if err != nil {\n\tpanic(err)\n}",
      "fmt.Println(response.Status)",
      "fmt.Println(string(reply))",
    ];
    return (
      remarks(request, "//") +
      `package main\n\nimport (\n${imports.map((name) => `\t"${name}"\n`).join("")})\n\n` +
      (must
        ? "func must(data []byte, err error) []byte {\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\treturn data\n}\n\n"
        : "") +
      `func main() {\n\t${lines.map((line) => line.replaceAll("\n", "\n\t")).join("\n\t")}\n}\n`
    );
  },
};

function redirects(follow: boolean, most: number): readonly string[] {
  const head = "CheckRedirect: func(next *http.Request, via []*http.Request) error {";
  if (!follow) return [head, "\treturn http.ErrUseLastResponse", "},"];
  if (most === 10) return [];
  return [
    head,
    `\tif len(via) > ${most} {`,
    '\t\treturn errors.New("too many redirects")',
    "\t}",
    "\treturn nil",
    "},",
  ];
}
