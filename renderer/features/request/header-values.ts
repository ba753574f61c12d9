const mediaTypes: readonly string[] = [
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "application/xml",
  "text/plain",
  "text/html",
  "text/csv",
  "text/event-stream",
  "application/octet-stream",
  "application/problem+json",
  "application/merge-patch+json",
  "application/json-patch+json",
  "application/ld+json",
  "application/x-ndjson",
  "application/graphql-response+json",
  "application/sparql-query",
  "application/soap+xml",
  "application/yaml",
  "application/pdf",
  "application/zip",
  "image/png",
  "image/jpeg",
  "image/svg+xml",
];

const codings = ["gzip", "deflate", "br", "zstd", "identity"];

const values = new Map<string, readonly string[]>([
  ["accept", ["*/*", ...mediaTypes]],
  ["accept-encoding", ["gzip, deflate, br", "gzip, deflate, br, zstd", ...codings]],
  ["accept-language", ["en", "en-GB,en;q=0.9", "fr", "fr-FR,fr;q=0.9,en;q=0.8", "de", "es", "*"]],
  ["authorization", ["Bearer ", "Basic ", "Digest "]],
  ["cache-control", ["no-cache", "no-store", "max-age=0", "only-if-cached", "no-transform"]],
  ["connection", ["close", "keep-alive", "Upgrade"]],
  ["content-encoding", codings],
  ["content-type", mediaTypes],
  ["dnt", ["1", "0"]],
  ["expect", ["100-continue"]],
  ["if-match", ["*"]],
  ["if-none-match", ["*"]],
  ["pragma", ["no-cache"]],
  [
    "prefer",
    ["return=minimal", "return=representation", "respond-async", "handling=strict", "wait=10"],
  ],
  ["priority", ["u=0", "u=3", "u=7", "u=1, i"]],
  ["range", ["bytes=0-", "bytes=0-1023", "bytes=-1024"]],
  ["sec-fetch-dest", ["document", "empty", "image", "script"]],
  ["sec-fetch-mode", ["cors", "navigate", "no-cors", "same-origin", "websocket"]],
  ["sec-fetch-site", ["same-origin", "same-site", "cross-site", "none"]],
  ["sec-gpc", ["1"]],
  [
    "sec-websocket-extensions",
    ["permessage-deflate", "permessage-deflate; client_max_window_bits"],
  ],
  [
    "sec-websocket-protocol",
    ["graphql-transport-ws", "graphql-ws", "mqtt", "stomp", "v12.stomp", "wamp.2.json", "soap"],
  ],
  ["sec-websocket-version", ["13"]],
  ["te", ["trailers"]],
  ["transfer-encoding", ["chunked"]],
  ["upgrade", ["websocket", "h2c"]],
  ["upgrade-insecure-requests", ["1"]],
  ["x-http-method-override", ["PATCH", "PUT", "DELETE"]],
  ["x-requested-with", ["XMLHttpRequest"]],
]);

/** Media types to offer where one is asked for. */
export const commonMediaTypes = mediaTypes;

/** Common values of a field (RFC 9110 and the fields' own specifications); names compare case-insensitively. */
export function headerValuesFor(name: string): readonly string[] {
  return values.get(name.trim().toLowerCase()) ?? [];
}
