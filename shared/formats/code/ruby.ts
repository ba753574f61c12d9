import type { CodeTarget } from "./code-request.ts";
import { bodyExpression, ownHeaders, remarks, seconds } from "./head.ts";
import { quoted, quotedLines } from "./literal.ts";

const rb = (text: string): string => quoted("ruby", text);

export const rubyNetHttp: CodeTarget = {
  id: "ruby",
  name: "Ruby net/http",
  syntax: "ruby",
  extension: "rb",
  bytes: false,
  write(request) {
    const body = bodyExpression(request.body, {
      text: (said) => quotedLines("ruby", said).join(" \\\n  "),
      textBytes: (said) => `(${quotedLines("ruby", said).join(" \\\n  ")}).b`,
      base64: (data) => `${rb(data)}.unpack1("m")`,
      file: (path) => `File.binread(${rb(path)})`,
      concat: (pieces) => `[\n  ${pieces.map((p) => `${p},`).join("\n  ")}\n].join`,
    });
    const fields = new Map<string, readonly string[]>();
    for (const { name, value } of ownHeaders(request)) {
      const key = name.toLowerCase();
      fields.set(key, [...(fields.get(key) ?? []), value]);
    }
    const tls = request.scheme === "https";
    const limit = seconds(request.timeout);
    return (
      remarks({ ...request, target: "/" }, "#", [
        request.followRedirects && "net/http follows no redirects.",
        ownHeaders(request).some(({ name }) => name !== capital(name)) &&
          "net/http writes header names in its own capitals.",
      ]) +
      'require "net/http"\n\n' +
      `http = Net::HTTP.new(${rb(request.host)}, ${request.port})\n` +
      (tls ? "http.use_ssl = true\n" : "") +
      (tls && !request.verifyTls ? "http.verify_mode = OpenSSL::SSL::VERIFY_NONE\n" : "") +
      (request.timeout > 0 ? `http.open_timeout = http.read_timeout = ${limit}\n` : "") +
      `request = Net::HTTPGenericRequest.new(${rb(request.method)}, ${String(body !== null)}, ${String(
        request.method !== "HEAD",
      )}, ${rb(request.target)})\n` +
      [...fields]
        .map(([name, values]) =>
          values.length === 1
            ? `request[${rb(name)}] = ${rb(values[0] ?? "")}\n`
            : values.map((value) => `request.add_field(${rb(name)}, ${rb(value)})\n`).join(""),
        )
        .join("") +
      (body === null ? "" : `request.body = ${body}\n`) +
      "response = http.request(request)\nputs response.code, response.body\n"
    );
  },
};

function capital(name: string): string {
  return name
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join("-");
}
