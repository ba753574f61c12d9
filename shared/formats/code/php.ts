import type { CodeBody, CodeTarget } from "./code-request.ts";
import { bodyExpression, ownHeaders, remarks, seconds, urlOf } from "./head.ts";
import { quoted, quotedLines } from "./literal.ts";

const php = (text: string): string => quoted("php", text);

function bodyOf(body: CodeBody | null): string | null {
  return bodyExpression(body, {
    text: (said) => quotedLines("php", said).join(" .\n        "),
    base64: (data) => `base64_decode(${php(data)})`,
    file: (path) => `file_get_contents(${php(path)})`,
    concat: (pieces) => pieces.join(" .\n        "),
  });
}

export const phpCurl: CodeTarget = {
  id: "php-curl",
  name: "PHP curl",
  syntax: "php",
  extension: "php",
  bytes: false,
  write(request) {
    const body = bodyOf(request.body);
    const headers = ownHeaders(request);
    const named = new Set(headers.map(({ name }) => name.toLowerCase()));
    const fields = headers.map(({ name, value }) =>
      php(value.trim() === "" ? `${name};` : `${name}: ${value}`),
    );
    if (body !== null && !named.has("content-type")) fields.push(php("Content-Type:"));
    if (body !== null && !named.has("expect")) fields.push(php("Expect:"));
    const options = [
      `CURLOPT_URL => ${php(urlOf(request))},`,
      `CURLOPT_CUSTOMREQUEST => ${php(request.method)},`,
      ...(request.method === "HEAD" ? ["CURLOPT_NOBODY => true,"] : []),
      "CURLOPT_PATH_AS_IS => true,",
      ...(fields.length === 0
        ? []
        : [
            `CURLOPT_HTTPHEADER => [\n        ${fields.map((f) => `${f},`).join("\n        ")}\n    ],`,
          ]),
      ...(body === null
        ? /^(?:POST|PUT|PATCH)$/.test(request.method)
          ? ['CURLOPT_POSTFIELDS => "",']
          : []
        : [`CURLOPT_POSTFIELDS =>\n        ${body},`]),
      `CURLOPT_FOLLOWLOCATION => ${request.followRedirects},`,
      ...(request.followRedirects ? [`CURLOPT_MAXREDIRS => ${request.maxRedirects},`] : []),
      ...(request.verifyTls
        ? []
        : ["CURLOPT_SSL_VERIFYPEER => false,", "CURLOPT_SSL_VERIFYHOST => 0,"]),
      ...(request.timeout > 0 ? [`CURLOPT_TIMEOUT_MS => ${Math.ceil(request.timeout)},`] : []),
      "CURLOPT_RETURNTRANSFER => true,",
    ];
    return (
      "<?php\n\n" +
      remarks({ ...request, target: "/" }, "//") +
      `$curl = curl_init();\ncurl_setopt_array($curl, [\n    ${options.join("\n    ")}\n]);\n` +
      "$response = curl_exec($curl);\nif ($response === false) {\n    exit(curl_error($curl) . PHP_EOL);\n}\n" +
      "echo curl_getinfo($curl, CURLINFO_RESPONSE_CODE), PHP_EOL, $response, PHP_EOL;\n"
    );
  },
};

export const phpGuzzle: CodeTarget = {
  id: "php-guzzle",
  name: "PHP Guzzle",
  syntax: "php",
  extension: "php",
  bytes: false,
  write(request) {
    const body = bodyOf(request.body);
    const fields = new Map<string, string[]>();
    const spelling = new Map<string, string>();
    for (const { name, value } of ownHeaders(request)) {
      const known = spelling.get(name.toLowerCase()) ?? name;
      spelling.set(name.toLowerCase(), known);
      fields.set(known, [...(fields.get(known) ?? []), value]);
    }
    const options = [
      `'headers' => [${[...fields].map(([name, values]) => `\n        ${php(name)} => [${values.map(php).join(", ")}],`).join("")}${fields.size === 0 ? "" : "\n    "}],`,
      ...(body === null ? [] : [`'body' =>\n        ${body},`]),
      request.followRedirects
        ? `'allow_redirects' => ['max' => ${request.maxRedirects}],`
        : "'allow_redirects' => false,",
      ...(request.verifyTls ? [] : ["'verify' => false,"]),
      ...(request.timeout > 0 ? [`'timeout' => ${seconds(request.timeout)},`] : []),
      "'http_errors' => false,",
    ];
    return (
      "<?php\n\n" +
      remarks(request, "//") +
      "require 'vendor/autoload.php';\n\n$client = new GuzzleHttp\\Client();\n" +
      `$response = $client->request(${php(request.method)}, ${php(urlOf(request))}, [\n    ${options.join("\n    ")}\n]);\n` +
      "echo $response->getStatusCode(), PHP_EOL, $response->getBody(), PHP_EOL;\n"
    );
  },
};
