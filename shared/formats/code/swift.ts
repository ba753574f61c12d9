import type { CodeBody, CodePiece, CodeTarget } from "./code-request.ts";
import { joinedHeaders, remarks, seconds, urlOf } from "./head.ts";
import { quoted } from "./literal.ts";

const swift = (text: string): string => quoted("swift", text);

/** Lines in one literal: a long chain of `+`, and a long array too, take Swift's type checker minutes. */
function text(said: string): string {
  const lines = said.split("\n");
  if (lines.length === 1) return `Data(${swift(said)}.utf8)`;
  const inside = lines.map((line) => swift(line).slice(1, -1)).join("\n");
  return `Data("""\n${inside}\n""".utf8)`;
}

function pieceOf(piece: CodePiece): string {
  if (piece.kind === "text") return text(piece.text);
  if (piece.kind === "base64") return `Data(base64Encoded: ${swift(piece.data)})!`;
  return `try Data(contentsOf: URL(fileURLWithPath: ${swift(piece.path)}))`;
}

/** Statements that give the request its body: one for each piece, since `try` may not stand to the right of an operator. */
function bodyLines(body: CodeBody | null): string {
  if (body === null) return "";
  const [first, ...more] = body.pieces.map(pieceOf);
  if (more.length === 0) return `request.httpBody = ${first ?? "Data()"}\n`;
  const rest = more.map((piece) => `body.append(${piece})\n`).join("");
  return `var body = ${first ?? "Data()"}\n${rest}request.httpBody = body\n`;
}

export const swiftUrlSession: CodeTarget = {
  id: "swift",
  name: "Swift URLSession",
  syntax: "swift",
  extension: "swift",
  bytes: false,
  write(request) {
    const body = bodyLines(request.body);
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
      joinedHeaders(request)
        .map(
          ({ name, value }) =>
            `request.setValue(${swift(value)}, forHTTPHeaderField: ${swift(name)})\n`,
        )
        .join("") +
      body +
      "let (data, response) = try await URLSession.shared.data(for: request)\n" +
      "print((response as! HTTPURLResponse).statusCode)\nprint(String(decoding: data, as: UTF8.self))\n"
    );
  },
};
