import type { CodeTarget } from "./code-request.ts";
import { textBase64 } from "./curl.ts";
import { bodyExpression, joinedHeaders, remarks, urlOf } from "./head.ts";
import { powershellString } from "./shell-word.ts";

const ps = powershellString;

/** PowerShell 7.4 and later. */
export const powershellRequest: CodeTarget = {
  id: "powershell",
  name: "PowerShell Invoke-WebRequest",
  syntax: "powershell",
  extension: "ps1",
  bytes: false,
  write(request) {
    const body = bodyExpression(request.body, {
      text: (said) => `[Text.Encoding]::UTF8.GetBytes(${ps(said)})`,
      textBytes: (said) => `[Convert]::FromBase64String('${textBase64(said)}')`,
      base64: (data) => `[Convert]::FromBase64String('${data}')`,
      file: (path) => `[IO.File]::ReadAllBytes((Resolve-Path -LiteralPath ${ps(path)}))`,
      concat: (pieces) => `[byte[]](\n  ${pieces.map((p) => `(${p})`).join(" +\n  ")})`,
    });
    const headers = joinedHeaders(request);
    const type = headers.find(({ name }) => name.toLowerCase() === "content-type");
    const rest = headers.filter((header) => header !== type);
    const options = [
      `Uri = ${ps(urlOf(request))}`,
      `CustomMethod = ${ps(request.method)}`,
      ...(rest.length === 0
        ? []
        : [
            `Headers = @{\n${rest.map(({ name, value }) => `    ${ps(name)} = ${ps(value)}\n`).join("")}  }`,
          ]),
      ...(type === undefined ? [] : [`ContentType = ${ps(type.value)}`]),
      ...(body === null ? [] : ["Body = $body"]),
      `MaximumRedirection = ${request.followRedirects ? request.maxRedirects : 0}`,
      ...(request.verifyTls ? [] : ["SkipCertificateCheck = $true"]),
      ...(request.timeout > 0 ? [`TimeoutSec = ${Math.ceil(request.timeout / 1000)}`] : []),
      "SkipHeaderValidation = $true",
      "SkipHttpErrorCheck = $true",
    ];
    return (
      remarks(request, "#") +
      (body === null ? "" : `$body = ${body}\n`) +
      `$options = @{\n${options.map((option) => `  ${option}\n`).join("")}}\n` +
      "$response = Invoke-WebRequest @options\n$response.StatusCode\n$response.Content\n"
    );
  },
};
