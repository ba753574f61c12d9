import type { CodeBody, CodeRequest, CodeTarget } from "./code-request.ts";
import { bodyExpression, indented, joinedHeaders, ownHeaders, remarks, urlOf } from "./head.ts";
import { quoted, quotedLines } from "./literal.ts";

const js = (text: string): string => quoted("js", text);

/** Node takes a header's value, and undici the target, one code unit a byte; Envoi sends UTF-8. */
function headerValue(value: string): string {
  if (!/[^\u0000-\u007f]/.test(value)) return js(value);
  return `Buffer.from(${js(value)}).toString("latin1")`;
}

function bodyOf(body: CodeBody | null): string | null {
  return bodyExpression(body, {
    text: (text) => quotedLines("js", text).join(" +\n  "),
    textBytes: (text) => `Buffer.from(${quotedLines("js", text).join(" +\n  ")})`,
    base64: (data) => `Buffer.from(${js(data)}, "base64")`,
    file: (path) => `await readFile(${js(path)})`,
    concat: (pieces) =>
      `Buffer.concat([\n  ${pieces.map((p) => `${indented(p, 2)},`).join("\n  ")}\n])`,
  });
}

function readsFiles({ body }: CodeRequest): string {
  return body?.pieces.some(({ kind }) => kind === "file") === true
    ? 'import { readFile } from "node:fs/promises";\n'
    : "";
}

function block(open: string, lines: readonly string[], close: string): string {
  return lines.length === 0
    ? `${open}${close}`
    : `${open}\n${lines.map((line) => `  ${indented(line, 2)},\n`).join("")}${close}`;
}

function pairs(request: CodeRequest): readonly string[] {
  return ownHeaders(request).map(({ name, value }) => `[${js(name)}, ${headerValue(value)}]`);
}

/** https://fetch.spec.whatwg.org/, as Node and browsers have it. */
export const jsFetch: CodeTarget = {
  id: "js-fetch",
  name: "JavaScript fetch",
  syntax: "javascript",
  extension: "mjs",
  bytes: false,
  write(request) {
    const body = bodyOf(request.body);
    const bodiless = /^(?:get|head)$/i.test(request.method) && body !== null;
    const options = [
      `method: ${js(request.method)}`,
      `headers: ${block("[", pairs(request), "]")}`,
      ...(body === null ? [] : [`body: ${body}`]),
      ...(request.followRedirects ? [] : ['redirect: "manual"']),
      ...(request.timeout > 0 ? [`signal: AbortSignal.timeout(${request.timeout})`] : []),
    ];
    const imports = readsFiles(request);
    return (
      remarks(request, "//", [
        bodiless && "fetch refuses a body with this method: undici and axios send one.",
        !request.verifyTls &&
          "fetch cannot leave certificates unverified: run Node with NODE_TLS_REJECT_UNAUTHORIZED=0.",
      ]) +
      (imports === "" ? "" : `${imports}\n`) +
      `const response = await fetch(${js(urlOf(request))}, ${block("{", options, "}")});\n\n` +
      `console.log(response.status, await response.text());\n`
    );
  },
};

export const jsAxios: CodeTarget = {
  id: "js-axios",
  name: "JavaScript axios",
  syntax: "javascript",
  extension: "mjs",
  bytes: false,
  write(request) {
    const body = bodyOf(request.body);
    const named = new Set(ownHeaders(request).map(({ name }) => name.toLowerCase()));
    const headers = joinedHeaders(request).map(
      ({ name, value }) => `${js(name)}: ${headerValue(value)}`,
    );
    // axios guesses a type for a body that has none; false takes it away.
    if (body !== null && !named.has("content-type")) headers.push('"Content-Type": false');
    const insecure = !request.verifyTls && request.scheme === "https";
    const options = [
      `method: ${js(request.method)}`,
      `url: ${js(urlOf(request))}`,
      ...(headers.length === 0 ? [] : [`headers: ${block("{", headers, "}")}`]),
      ...(body === null ? [] : [`data: ${body}`, "transformRequest: (data) => data"]),
      `maxRedirects: ${request.followRedirects ? request.maxRedirects : 0}`,
      ...(request.timeout > 0 ? [`timeout: ${request.timeout}`] : []),
      ...(insecure ? ["httpsAgent: new https.Agent({ rejectUnauthorized: false })"] : []),
      "validateStatus: () => true",
      'responseType: "text"',
    ];
    return (
      remarks(request, "//") +
      (insecure ? 'import https from "node:https";\n' : "") +
      readsFiles(request) +
      `import axios from "axios";\n\nconst response = await axios(${block("{", options, "}")});\n\n` +
      `console.log(response.status, response.data);\n`
    );
  },
};

/** undici takes the target and the fields as they are. */
export const jsUndici: CodeTarget = {
  id: "js-undici",
  name: "JavaScript undici",
  syntax: "javascript",
  extension: "mjs",
  bytes: false,
  write(request) {
    const body = bodyOf(request.body);
    const fields = ownHeaders(request).map(
      ({ name, value }) => `${js(name)}, ${headerValue(value)}`,
    );
    const insecure = !request.verifyTls && request.scheme === "https";
    const agent = [
      ...(insecure ? ["connect: { rejectUnauthorized: false }"] : []),
      ...(request.timeout > 0
        ? [`headersTimeout: ${request.timeout}`, `bodyTimeout: ${request.timeout}`]
        : []),
    ];
    const made = `new Agent(${agent.length === 0 ? "" : `{ ${agent.join(", ")} }`})`;
    const follow = request.followRedirects;
    const options = [
      `origin: ${js(`${request.scheme}://${request.hostField}`)}`,
      `path: ${headerValue(request.target)}`,
      `method: ${js(request.method)}`,
      ...(fields.length === 0 ? [] : [`headers: ${block("[", fields, "]")}`]),
      ...(body === null ? [] : [`body: ${body}`]),
    ];
    const challenge = request.challenge;
    return (
      (challenge === null ? "" : remarks({ ...request, target: "/" }, "//")) +
      readsFiles(request) +
      `import { Agent${follow ? ", interceptors" : ""} } from "undici";\n\n` +
      `const agent = ${made}${
        follow
          ? `.compose(interceptors.redirect({ maxRedirections: ${request.maxRedirects} }))`
          : ""
      };\n` +
      `const response = await agent.request(${block("{", options, "}")});\n\n` +
      `console.log(response.statusCode, await response.body.text());\n` +
      `await agent.close();\n`
    );
  },
};
