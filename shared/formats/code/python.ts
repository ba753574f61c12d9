import type { CodeBody, CodeRequest, CodeTarget } from "./code-request.ts";
import {
  bodyExpression,
  indented,
  isUnusualTarget,
  joinedHeaders,
  ownHeaders,
  remarks,
  seconds,
  urlOf,
} from "./head.ts";
import { quoted, quotedLines } from "./literal.ts";

const py = (text: string): string => quoted("python", text);

/** Text outside ASCII as UTF-8 bytes: requests would take Latin-1 for it, httpx refuses it. */
function value(text: string): string {
  return /[^\u0000-\u007f]/.test(text) ? `${py(text)}.encode()` : py(text);
}

function bodyOf(body: CodeBody | null): string | null {
  const encoded = (text: string): string => {
    const lines = quotedLines("python", text);
    const said = lines.length === 1 ? (lines[0] ?? "") : `(\n    ${lines.join("\n    ")}\n)`;
    return `${said}.encode()`;
  };
  return bodyExpression(body, {
    text: encoded,
    base64: (data) => `b64decode(${py(data)})`,
    file: (path) => `Path(${py(path)}).read_bytes()`,
    concat: (pieces) =>
      `b"".join([\n    ${pieces.map((p) => `${indented(p, 4)},`).join("\n    ")}\n])`,
  });
}

function imports({ body }: CodeRequest): string {
  const kinds = new Set(body?.pieces.map(({ kind }) => kind));
  return (
    (kinds.has("base64") ? "from base64 import b64decode\n" : "") +
    (kinds.has("file") ? "from pathlib import Path\n" : "")
  );
}

function block(open: string, lines: readonly string[], close: string): string {
  return lines.length === 0
    ? `${open}${close}`
    : `${open}\n${lines.map((line) => `    ${indented(line, 4)},\n`).join("")}${close}`;
}

function tuples(request: CodeRequest, name: (text: string) => string): readonly string[] {
  return ownHeaders(request).map((header) => `(${name(header.name)}, ${value(header.value)})`);
}

const verifyOff = ({ verifyTls, scheme }: CodeRequest): boolean => !verifyTls && scheme === "https";

export const pythonRequests: CodeTarget = {
  id: "python-requests",
  name: "Python requests",
  syntax: "python",
  extension: "py",
  bytes: false,
  write(request) {
    const headers = joinedHeaders(request).map(
      (header) => `${py(header.name)}: ${value(header.value)}`,
    );
    const body = bodyOf(request.body);
    const options = [
      py(request.method),
      "url",
      ...(headers.length === 0 ? [] : [`headers=${block("{", headers, "}")}`]),
      ...(body === null ? [] : [`data=${body}`]),
      `allow_redirects=${request.followRedirects ? "True" : "False"}`,
      ...(verifyOff(request) ? ["verify=False"] : []),
      ...(request.timeout > 0 ? [`timeout=${seconds(request.timeout)}`] : []),
    ];
    const limit = request.followRedirects && request.maxRedirects !== 30;
    const lines = [
      "session = requests.Session()",
      ...(limit ? [`session.max_redirects = ${request.maxRedirects}`] : []),
      `url = ${py(urlOf(request))}`,
      `response = session.request${block("(", options, ")")}`,
      "print(response.status_code, response.text)",
    ];
    return remarks(request, "#") + imports(request) + `import requests\n\n${lines.join("\n")}\n`;
  },
};

export const pythonHttpx: CodeTarget = {
  id: "python-httpx",
  name: "Python httpx",
  syntax: "python",
  extension: "py",
  bytes: false,
  write(request) {
    const headers = tuples(request, py);
    const body = bodyOf(request.body);
    // Goes into the request line as it is.
    const exact = isUnusualTarget(request.target);
    const extensions = `extensions={"target": ${py(request.target)}.encode()}`;
    const options = [
      py(request.method),
      py(urlOf(request)),
      ...(headers.length === 0 ? [] : [`headers=${block("[", bytesNames(request), "]")}`]),
      ...(body === null ? [] : [`content=${body}`]),
      ...(exact ? [extensions] : []),
    ];
    const client = [
      `follow_redirects=${request.followRedirects ? "True" : "False"}`,
      ...(request.followRedirects && request.maxRedirects !== 20
        ? [`max_redirects=${request.maxRedirects}`]
        : []),
      ...(verifyOff(request) ? ["verify=False"] : []),
      `timeout=${request.timeout > 0 ? seconds(request.timeout) : "None"}`,
    ];
    return (
      remarks({ ...request, target: "/" }, "#") +
      imports(request) +
      `import httpx\n\nwith httpx.Client(${client.join(", ")}) as client:\n    ` +
      indented(`response = client.request${block("(", options, ")")}`, 4) +
      "\n    print(response.status_code, response.text)\n"
    );
  },
};

/** All of one kind: httpx takes texts or bytes, not both. */
function bytesNames(request: CodeRequest): readonly string[] {
  if (ownHeaders(request).every((header) => !/[^\u0000-\u007f]/.test(header.value)))
    return tuples(request, py);
  return ownHeaders(request).map(
    (header) => `(${py(header.name)}.encode(), ${py(header.value)}.encode())`,
  );
}

export const pythonAiohttp: CodeTarget = {
  id: "python-aiohttp",
  name: "Python aiohttp",
  syntax: "python",
  extension: "py",
  bytes: false,
  write(request) {
    // aiohttp writes text as UTF-8 by itself. Of one name in two spellings it would keep the last only.
    const spelling = new Map<string, string>();
    const headers = ownHeaders(request).map(({ name, value: text }) => {
      const key = name.toLowerCase();
      if (!spelling.has(key)) spelling.set(key, name);
      return `(${py(spelling.get(key) ?? name)}, ${py(text)})`;
    });
    const body = bodyOf(request.body);
    const named = headers.length > 0;
    const options = [
      py(request.method),
      `URL(${py(urlOf(request))}, encoded=True)`,
      ...(named ? [`headers=CIMultiDict(${block("[", headers, "]")})`] : []),
      ...(body === null ? [] : [`data=${body}`]),
      `allow_redirects=${request.followRedirects ? "True" : "False"}`,
      ...(request.followRedirects && request.maxRedirects !== 10
        ? [`max_redirects=${request.maxRedirects}`]
        : []),
      ...(verifyOff(request) ? ["ssl=False"] : []),
      ...(request.timeout > 0
        ? [`timeout=aiohttp.ClientTimeout(total=${seconds(request.timeout)})`]
        : []),
    ];
    // The type aiohttp gives a body of bytes when nobody did.
    const skip = ownHeaders(request).some(({ name }) => name.toLowerCase() === "content-type")
      ? ""
      : 'skip_auto_headers=["Content-Type"]';
    return (
      remarks({ ...request, target: "/" }, "#") +
      "import asyncio\n" +
      imports(request) +
      "import aiohttp\n" +
      (named ? "from multidict import CIMultiDict\n" : "") +
      "from yarl import URL\n\n\nasync def main():\n" +
      `    async with aiohttp.ClientSession(${skip}) as session:\n        ` +
      indented(`async with session.request${block("(", options, ")")} as response:`, 8) +
      "\n            print(response.status, await response.text())\n\n\nasyncio.run(main())\n"
    );
  },
};
