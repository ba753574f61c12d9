import type { CodeTarget } from "./code-request.ts";
import { bodyExpression, ownHeaders, remarks, urlOf } from "./head.ts";
import { quoted, quotedLines } from "./literal.ts";

const dart = (text: string): string => quoted("dart", text);

export const dartHttpClient: CodeTarget = {
  id: "dart",
  name: "Dart HttpClient",
  syntax: "dart",
  extension: "dart",
  bytes: false,
  write(request) {
    const body = bodyExpression(request.body, {
      text: (said) => `utf8.encode(${quotedLines("dart", said).join("\n      ")})`,
      base64: (data) => `base64.decode(${dart(data)})`,
      file: (path) => `File(${dart(path)}).readAsBytesSync()`,
      concat: (pieces) => `[\n    ${pieces.map((p) => `...${p},`).join("\n    ")}\n  ]`,
    });
    const headers = ownHeaders(request);
    const typedLength = headers.some(({ name }) =>
      /^(?:content-length|transfer-encoding)$/i.test(name),
    );
    return (
      remarks(request, "//") +
      "import 'dart:convert';\nimport 'dart:io';\n\nFuture<void> main() async {\n" +
      "  final client = HttpClient();\n" +
      (!request.verifyTls && request.scheme === "https"
        ? "  client.badCertificateCallback = (certificate, host, port) => true;\n"
        : "") +
      (request.timeout > 0
        ? `  client.connectionTimeout = Duration(milliseconds: ${Math.ceil(request.timeout)});\n`
        : "") +
      `  final request = await client.openUrl(${dart(request.method)}, Uri.parse(${dart(urlOf(request))}));\n` +
      `  request.followRedirects = ${request.followRedirects};\n` +
      (request.followRedirects ? `  request.maxRedirects = ${request.maxRedirects};\n` : "") +
      headers
        .map(
          ({ name, value }) =>
            `  request.headers.${/^(?:content-type|host)$/i.test(name) ? "set" : "add"}(${dart(name)}, ${dart(value)}, preserveHeaderCase: true);\n`,
        )
        .join("") +
      (body === null
        ? ""
        : `  final body = ${body};\n${typedLength ? "" : "  request.contentLength = body.length;\n"}  request.add(body);\n`) +
      "  final response = await request.close();\n  print(response.statusCode);\n" +
      "  print(await response.transform(utf8.decoder).join());\n  client.close();\n}\n"
    );
  },
};
