import type { CodeBody, CodeRequest, CodeTarget } from "./code-request.ts";
import { bodyExpression, indented, ownHeaders, remarks, urlOf } from "./head.ts";
import { type LiteralLanguage, linesOf, quoted } from "./literal.ts";

const java = (text: string): string => quoted("java", text);
const kotlin = (text: string): string => quoted("kotlin", text);

const utf8 = "java.nio.charset.StandardCharsets.UTF_8";

/** Bytes a constant of a class file holds, in modified UTF-8 (JVMS §4.4.7): `a" + "b` is one constant. */
const mostOfConstant = 65_535;
/** Literals of one sum: compilers go down a level for each, and Kotlin's falls over at some thousand. */
const mostOfSum = 100;

function modifiedLength(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    length += unit > 0 && unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
  }
  return length;
}

/** A text as sums of literals, each small enough for one constant. */
function constants(language: LiteralLanguage, text: string): readonly string[] {
  const sums: string[][] = [];
  let room = 0;
  for (const line of linesOf(text)) {
    const length = modifiedLength(line);
    if (length > room || (sums.at(-1)?.length ?? mostOfSum) >= mostOfSum) {
      sums.push([]);
      room = mostOfConstant;
    }
    room -= length;
    sums.at(-1)?.push(quoted(language, line));
  }
  return sums.map((literals) => literals.join(" +\n    "));
}

function bytesOf(body: CodeBody | null): string | null {
  const text = (said: string): string => {
    const [first = "", ...more] = constants("java", said);
    if (more.length === 0) return `(${first}).getBytes(${utf8})`;
    return `String.join("",\n    ${[first, ...more].join(",\n    ")}).getBytes(${utf8})`;
  };
  return bodyExpression(body, {
    text,
    base64: (data) => `java.util.Base64.getDecoder().decode(${java(data)})`,
    file: (path) => `java.nio.file.Files.readAllBytes(java.nio.file.Path.of(${java(path)}))`,
    concat: (pieces) => `join(\n    ${pieces.map((p) => indented(p, 4)).join(",\n    ")}\n)`,
  });
}

const joinMethod = `
    static byte[] join(byte[]... pieces) {
        var all = new java.io.ByteArrayOutputStream();
        for (byte[] piece : pieces) all.writeBytes(piece);
        return all.toByteArray();
    }
`;

/** Fields java.net.http sets itself and refuses from others, unless a property allows them. */
const restricted = /^(?:connection|content-length|expect|host|upgrade)$/i;

function allowed(request: CodeRequest, write: (text: string) => string): string | null {
  const names = ownHeaders(request)
    .map(({ name }) => name.toLowerCase())
    .filter((name) => restricted.test(name));
  if (names.length === 0) return null;
  const list = write([...new Set(names)].join(","));
  return `System.setProperty("jdk.httpclient.allowRestrictedHeaders", ${list})`;
}

const clientNotes = (request: CodeRequest, asciiAlone: boolean): readonly (string | false)[] => [
  asciiAlone &&
    ownHeaders(request).some(({ value }) => /[^\u0000-\u007f]/.test(value)) &&
    "java.net.http takes no field value outside ASCII and refuses this request; OkHttp sends it.",
  !request.verifyTls &&
    request.scheme === "https" &&
    "Leaving certificates unverified needs an SSLContext that trusts everything: none is made here.",
];

/** java.net.http of Java 11 and later. */
export const javaHttpClient: CodeTarget = {
  id: "java-httpclient",
  name: "Java HttpClient",
  syntax: "java",
  extension: "java",
  bytes: false,
  write(request) {
    const body = bytesOf(request.body);
    const property = allowed(request, java);
    const calls = [
      `.method(${java(request.method)}, ${
        body === null
          ? "HttpRequest.BodyPublishers.noBody()"
          : `HttpRequest.BodyPublishers.ofByteArray(${indented(body, 12)})`
      })`,
      ...ownHeaders(request).map(({ name, value }) => `.header(${java(name)}, ${java(value)})`),
      ...(request.timeout > 0
        ? [`.timeout(java.time.Duration.ofMillis(${Math.ceil(request.timeout)}))`]
        : []),
      ".build()",
    ];
    const follow = request.followRedirects ? "NORMAL" : "NEVER";
    return (
      remarks(request, "//", clientNotes(request, true)) +
      "import java.net.URI;\nimport java.net.http.HttpClient;\nimport java.net.http.HttpRequest;\n" +
      "import java.net.http.HttpResponse;\n\npublic class Main {\n" +
      "    public static void main(String[] args) throws Exception {\n" +
      (property === null ? "" : `        ${property};\n`) +
      "        var client = HttpClient.newBuilder()\n            .version(HttpClient.Version.HTTP_1_1)\n" +
      `            .followRedirects(HttpClient.Redirect.${follow})\n            .build();\n` +
      `        var request = HttpRequest.newBuilder(URI.create(${java(urlOf(request))}))\n` +
      `            ${calls.join("\n            ")};\n` +
      "        var response = client.send(request, HttpResponse.BodyHandlers.ofString());\n" +
      "        System.out.println(response.statusCode());\n        System.out.println(response.body());\n" +
      `    }\n${body?.startsWith("join(") === true ? joinMethod : ""}}\n`
    );
  },
};

export const javaOkHttp: CodeTarget = {
  id: "java-okhttp",
  name: "Java OkHttp",
  syntax: "java",
  extension: "java",
  bytes: false,
  write(request) {
    const body = bytesOf(request.body);
    const needs = body !== null || /^(?:POST|PUT|PATCH)$/.test(request.method);
    const said = needs
      ? `RequestBody.create(${indented(body ?? "new byte[0]", 12)}, null)`
      : "null";
    const calls = [
      `.url(${java(urlOf(request))})`,
      `.method(${java(request.method)}, ${said})`,
      // What a person wrote need not be ASCII.
      ...(ownHeaders(request).length === 0 ? [] : [".headers(headers.build())"]),
      ".build()",
    ];
    const follow = String(request.followRedirects);
    return (
      remarks(request, "//", clientNotes(request, false)) +
      "import okhttp3.Headers;\nimport okhttp3.OkHttpClient;\nimport okhttp3.Request;\nimport okhttp3.RequestBody;\n\n" +
      "public class Main {\n    public static void main(String[] args) throws Exception {\n" +
      "        var client = new OkHttpClient.Builder()\n" +
      `            .followRedirects(${follow})\n            .followSslRedirects(${follow})\n` +
      (request.timeout > 0
        ? `            .callTimeout(java.time.Duration.ofMillis(${Math.ceil(request.timeout)}))\n`
        : "") +
      "            .build();\n        var headers = new Headers.Builder();\n" +
      ownHeaders(request)
        .map(
          ({ name, value }) =>
            `        headers.addUnsafeNonAscii(${java(name)}, ${java(value)});\n`,
        )
        .join("") +
      `        var request = new Request.Builder()\n            ${calls.join("\n            ")};\n` +
      "        try (var response = client.newCall(request).execute()) {\n" +
      "            System.out.println(response.code());\n" +
      "            System.out.println(response.body().string());\n        }\n" +
      `    }\n${body?.startsWith("join(") === true ? joinMethod : ""}}\n`
    );
  },
};

/** Kotlin on the JVM, with java.net.http. */
export const kotlinHttpClient: CodeTarget = {
  id: "kotlin",
  name: "Kotlin HttpClient",
  syntax: "kotlin",
  extension: "kt",
  bytes: false,
  write(request) {
    const body = bodyExpression(request.body, {
      text: (said) => {
        const [first = "", ...more] = constants("kotlin", said);
        if (more.length === 0) return `(${first}).toByteArray()`;
        return `listOf(\n    ${[first, ...more].join(",\n    ")}).joinToString("").toByteArray()`;
      },
      base64: (data) => `java.util.Base64.getDecoder().decode(${kotlin(data)})`,
      file: (path) => `java.io.File(${kotlin(path)}).readBytes()`,
      concat: (pieces) => pieces.map((p) => indented(p, 4)).join(" +\n    "),
    });
    const property = allowed(request, kotlin);
    const calls = [
      `.method(${kotlin(request.method)}, ${
        body === null
          ? "HttpRequest.BodyPublishers.noBody()"
          : `HttpRequest.BodyPublishers.ofByteArray(${indented(body, 8)})`
      })`,
      ...ownHeaders(request).map(({ name, value }) => `.header(${kotlin(name)}, ${kotlin(value)})`),
      ...(request.timeout > 0
        ? [`.timeout(java.time.Duration.ofMillis(${Math.ceil(request.timeout)}))`]
        : []),
      ".build()",
    ];
    const follow = request.followRedirects ? "NORMAL" : "NEVER";
    return (
      remarks(request, "//", clientNotes(request, true)) +
      "import java.net.URI\nimport java.net.http.HttpClient\nimport java.net.http.HttpRequest\n" +
      "import java.net.http.HttpResponse\n\nfun main() {\n" +
      (property === null ? "" : `    ${property}\n`) +
      "    val client = HttpClient.newBuilder()\n        .version(HttpClient.Version.HTTP_1_1)\n" +
      `        .followRedirects(HttpClient.Redirect.${follow})\n        .build()\n` +
      `    val request = HttpRequest.newBuilder(URI.create(${kotlin(urlOf(request))}))\n` +
      `        ${calls.join("\n        ")}\n` +
      "    val response = client.send(request, HttpResponse.BodyHandlers.ofString())\n" +
      "    println(response.statusCode())\n    println(response.body())\n}\n"
    );
  },
};
