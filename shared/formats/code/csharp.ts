import type { CodeTarget } from "./code-request.ts";
import { bodyExpression, indented, ownHeaders, remarks, urlOf } from "./head.ts";
import { quoted, quotedLines } from "./literal.ts";

const cs = (text: string): string => quoted("csharp", text);

/** Fields .NET keeps with the content. */
const ofContent =
  /^(?:allow|content-(?:disposition|encoding|language|length|location|md5|range|type)|expires|last-modified)$/i;

export const csharpHttpClient: CodeTarget = {
  id: "csharp",
  name: "C# HttpClient",
  syntax: "csharp",
  extension: "cs",
  bytes: false,
  write(request) {
    const body = bodyExpression(request.body, {
      text: (said) =>
        `Encoding.UTF8.GetBytes(\n    ${quotedLines("csharp", said).join(" +\n    ")})`,
      base64: (data) => `Convert.FromBase64String(${cs(data)})`,
      file: (path) => `File.ReadAllBytes(${cs(path)})`,
      concat: (pieces) =>
        `new byte[][] {\n    ${pieces.map((p) => `${indented(p, 4)},`).join("\n    ")}\n}.SelectMany(piece => piece).ToArray()`,
    });
    const headers = ownHeaders(request);
    const content = body !== null || headers.some(({ name }) => ofContent.test(name));
    const utf8 = headers.some(({ value }) => /[^\u0000-\u007f]/.test(value));
    const handler = [
      `AllowAutoRedirect = ${request.followRedirects},`,
      ...(request.followRedirects
        ? [`MaxAutomaticRedirections = ${Math.max(1, request.maxRedirects)},`]
        : []),
      ...(utf8 ? ["RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,"] : []),
      ...(!request.verifyTls && request.scheme === "https"
        ? ["SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },"]
        : []),
    ];
    return (
      remarks(request, "//") +
      "using System;\nusing System.IO;\nusing System.Linq;\nusing System.Net.Http;\nusing System.Text;\n\n" +
      `var handler = new SocketsHttpHandler\n{\n    ${handler.join("\n    ")}\n};\n` +
      `using var client = new HttpClient(handler)${
        request.timeout > 0
          ? ` { Timeout = TimeSpan.FromMilliseconds(${Math.ceil(request.timeout)}) }`
          : ""
      };\n` +
      `using var request = new HttpRequestMessage(new HttpMethod(${cs(request.method)}), ${cs(urlOf(request))});\n` +
      (content
        ? `request.Content = new ByteArrayContent(${body ?? "Array.Empty<byte>()"});\n`
        : "") +
      headers
        .map(({ name, value }) => {
          const where = ofContent.test(name) ? "request.Content.Headers" : "request.Headers";
          return `${where}.TryAddWithoutValidation(${cs(name)}, ${cs(value)});\n`;
        })
        .join("") +
      "using var response = await client.SendAsync(request);\n" +
      "Console.WriteLine((int)response.StatusCode);\n" +
      "Console.WriteLine(await response.Content.ReadAsStringAsync());\n"
    );
  },
};
