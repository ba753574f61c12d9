import type { CodeTarget } from "./code-request.ts";
import { bodyExpression, indented, ownHeaders, remarks, seconds, urlOf } from "./head.ts";
import { quoted, quotedLines } from "./literal.ts";

const swift = (text: string): string => quoted("swift", text);

export const swiftUrlSession: CodeTarget = {
  id: "swift",
  name: "Swift URLSession",
  syntax: "swift",
  extension: "swift",
  bytes: false,
  write(request) {
    const body = bodyExpression(request.body, {
      text: (said) => `Data((${quotedLines("swift", said).join(" +\n    ")}).utf8)`,
      base64: (data) => `Data(base64Encoded: ${swift(data)})!`,
      file: (path) => `try Data(contentsOf: URL(fileURLWithPath: ${swift(path)}))`,
      concat: (pieces) => pieces.map((p) => indented(p, 4)).join(" +\n    "),
    });
    return (
      remarks(request, "//", [
        !request.followRedirects && "URLSession follows redirects unless a delegate refuses them.",
        !request.verifyTls &&
          request.scheme === "https" &&
          "URLSession verifies certificates unless a delegate takes them.",
      ]) +
      "import Foundation\n#if canImport(FoundationNetworking)\nimport FoundationNetworking\n#endif\n\n" +
      `var request = URLRequest(url: URL(string: ${swift(urlOf(request))})!)\n` +
      `request.httpMethod = ${swift(request.method)}\n` +
      (request.timeout > 0 ? `request.timeoutInterval = ${seconds(request.timeout)}\n` : "") +
      ownHeaders(request)
        .map(
          ({ name, value }) =>
            `request.addValue(${swift(value)}, forHTTPHeaderField: ${swift(name)})\n`,
        )
        .join("") +
      (body === null ? "" : `request.httpBody = ${body}\n`) +
      "let (data, response) = try await URLSession.shared.data(for: request)\n" +
      "print((response as! HTTPURLResponse).statusCode)\nprint(String(decoding: data, as: UTF8.self))\n"
    );
  },
};
