import type { CodeRequest, CodeTarget } from "./code-request.ts";
import { ownHeaders, remarks, urlOf } from "./head.ts";
import { quoted, quotedLines } from "./literal.ts";

const c = (text: string): string => quoted("c", text);

export const cLibcurl: CodeTarget = {
  id: "c-libcurl",
  name: "C libcurl",
  syntax: "cpp",
  extension: "c",
  bytes: false,
  write(request) {
    const { body, method } = request;
    const headers = ownHeaders(request);
    const named = new Set(headers.map(({ name }) => name.toLowerCase()));
    const fields = headers.map(({ name, value }) =>
      value.trim() === "" ? `${name};` : `${name}: ${value}`,
    );
    if (body !== null && !named.has("content-type")) fields.push("Content-Type:");
    if (body !== null && !named.has("expect")) fields.push("Expect:");
    const set = (option: string, value: string): string =>
      `    curl_easy_setopt(curl, CURLOPT_${option}, ${value});\n`;
    const empty = body === null && /^(?:POST|PUT|PATCH)$/.test(method);
    return (
      remarks({ ...request, target: "/" }, "//") +
      "// cc code.c -lcurl\n#include <curl/curl.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n\n" +
      (body === null ? "" : bodySource(body)) +
      "int main(void) {\n    CURL *curl = curl_easy_init();\n    if (!curl) return 1;\n" +
      set("URL", c(urlOf(request))) +
      set("PATH_AS_IS", "1L") +
      (method === "HEAD" ? set("NOBODY", "1L") : "") +
      set("CUSTOMREQUEST", c(method)) +
      (fields.length === 0
        ? ""
        : "    struct curl_slist *fields = NULL;\n" +
          fields.map((field) => `    fields = curl_slist_append(fields, ${c(field)});\n`).join("") +
          set("HTTPHEADER", "fields")) +
      (body === null
        ? ""
        : "    put_body();\n" +
          set("POSTFIELDSIZE_LARGE", "(curl_off_t)body_size") +
          set("POSTFIELDS", "body")) +
      (empty ? set("POSTFIELDS", '""') : "") +
      (request.followRedirects
        ? set("FOLLOWLOCATION", "1L") + set("MAXREDIRS", `${request.maxRedirects}L`)
        : "") +
      (request.verifyTls ? "" : set("SSL_VERIFYPEER", "0L") + set("SSL_VERIFYHOST", "0L")) +
      (request.timeout > 0 ? set("TIMEOUT_MS", `${Math.ceil(request.timeout)}L`) : "") +
      "    CURLcode result = curl_easy_perform(curl);\n" +
      '    if (result != CURLE_OK) fprintf(stderr, "%s\\n", curl_easy_strerror(result));\n' +
      (fields.length === 0 ? "" : "    curl_slist_free_all(fields);\n") +
      "    curl_easy_cleanup(curl);\n    return result == CURLE_OK ? 0 : 1;\n}\n"
    );
  },
};

/** A buffer that grows, and a function that puts the pieces into it. */
function bodySource({ pieces }: NonNullable<CodeRequest["body"]>): string {
  const files = pieces.some(({ kind }) => kind === "file");
  return (
    "static char *body = NULL;\nstatic size_t body_size = 0;\n\n" +
    "static void put(const void *bytes, size_t size) {\n" +
    "    body = realloc(body, body_size + size + 1);\n    if (!body) exit(1);\n" +
    "    memcpy(body + body_size, bytes, size);\n    body_size += size;\n}\n\n" +
    (files
      ? "static void put_file(const char *path) {\n    char block[65536];\n    size_t size;\n" +
        '    FILE *file = fopen(path, "rb");\n    if (!file) { perror(path); exit(1); }\n' +
        "    while ((size = fread(block, 1, sizeof block, file)) > 0) put(block, size);\n    fclose(file);\n}\n\n"
      : "") +
    `static void put_body(void) {\n${pieces.map(pieceSource).join("") || '    put("", 0);\n'}}\n\n`
  );
}

function pieceSource(piece: NonNullable<CodeRequest["body"]>["pieces"][number]): string {
  if (piece.kind === "file") return `    put_file(${c(piece.path)});\n`;
  if (piece.kind === "text") {
    const size = new TextEncoder().encode(piece.text).length;
    return `    put(${quotedLines("c", piece.text).join("\n        ")}, ${size});\n`;
  }
  const bytes = Array.from(atob(piece.data), (character) => character.charCodeAt(0));
  return `    put((const unsigned char[]){${bytes.join(", ")}}, ${bytes.length});\n`;
}
