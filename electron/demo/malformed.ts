const crlf = "\r\n";
const head = (...lines: readonly string[]) => [...lines, "", ""].join(crlf);

/** Replies that break HTTP/1.1 (RFC 9112), each in one way, as the bytes that are written before the socket closes. */
export const malformedReplies: Readonly<Record<string, string>> = {
  "status-line": head("HTTP/1.1 OK 200", "Content-Length: 2") + "hi",
  "line-feeds": "HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 3\n\nLF\n",
  "chunk-size":
    head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + `5${crlf}hello${crlf}zz${crlf}`,
  truncated: head("HTTP/1.1 200 OK", "Content-Length: 40") + "only this much arrives",
  "two-lengths": head("HTTP/1.1 200 OK", "Content-Length: 5", "Content-Length: 7") + "hello",
  "length-and-chunked":
    head("HTTP/1.1 200 OK", "Content-Length: 3", "Transfer-Encoding: chunked") +
    `5${crlf}hello${crlf}0${crlf}${crlf}`,
  "space-before-colon": head("HTTP/1.1 200 OK", "X-Odd : yes", "Content-Length: 2") + "ok",
  "null-byte": head("HTTP/1.1 200 OK", "X-Nul: a\0b", "Content-Length: 2") + "ok",
};
