import type { CodeBody, CodeTarget } from "./code-request.ts";
import { bodyExpression, indented, ownHeaders, remarks, urlOf } from "./head.ts";
import { quoted, quotedLines } from "./literal.ts";

const rust = (text: string): string => quoted("rust", text);

/** Text outside ASCII is no header value to the `http` crate; its bytes are. */
const value = (text: string): string =>
  /[^\u0000-\u007f]/.test(text) ? `${rust(text)}.as_bytes()` : rust(text);

function bodyOf(body: CodeBody | null): string | null {
  const text = (said: string): string => {
    const lines = quotedLines("rust", said);
    return lines.length === 1 ? (lines[0] ?? "") : `concat!(\n    ${lines.join(",\n    ")},\n)`;
  };
  return bodyExpression(body, {
    text,
    textBytes: (said) => `${text(said)}.as_bytes().to_vec()`,
    base64: (data) => `vec![${byteList(data)}]`,
    file: (path) => `std::fs::read(${rust(path)})?`,
    concat: (pieces) =>
      `[\n    ${pieces.map((p) => `${indented(p, 4)},`).join("\n    ")}\n]\n.concat()`,
  });
}

function byteList(base64: string): string {
  return Array.from(atob(base64), (character) => character.charCodeAt(0)).join(", ");
}

/** reqwest 0.12 and later, blocking. */
export const rustReqwest: CodeTarget = {
  id: "rust-reqwest",
  name: "Rust reqwest",
  syntax: "rust",
  extension: "rs",
  bytes: false,
  write(request) {
    const redirect = request.followRedirects ? `limited(${request.maxRedirects})` : "none()";
    const client = [
      `.redirect(reqwest::redirect::Policy::${redirect})`,
      ...(request.verifyTls ? [] : [".danger_accept_invalid_certs(true)"]),
      request.timeout > 0
        ? `.timeout(std::time::Duration::from_millis(${Math.ceil(request.timeout)}))`
        : ".timeout(None)",
    ];
    const body = bodyOf(request.body);
    const calls = [
      ...ownHeaders(request).map(
        (header) => `.header(${rust(header.name)}, ${value(header.value)})`,
      ),
      ...(body === null ? [] : [`.body(${indented(body, 8)})`]),
      ".send()?",
    ];
    return (
      remarks(request, "//") +
      '// Cargo.toml: reqwest = { version = "0.12", features = ["blocking"] }\n' +
      "use reqwest::{blocking::Client, Method};\n\n" +
      "fn main() -> Result<(), Box<dyn std::error::Error>> {\n" +
      `    let client = Client::builder()\n        ${client.join("\n        ")}\n        .build()?;\n` +
      "    let response = client\n" +
      `        .request(Method::from_bytes(b${rust(request.method)})?, ${rust(urlOf(request))})\n` +
      `        ${calls.join("\n        ")};\n` +
      '    println!("{}\\n{}", response.status(), response.text()?);\n    Ok(())\n}\n'
    );
  },
};

/** The target as the `http` crate takes it: characters no URI may have are encoded. */
function uri(target: string): string {
  return target.replace(/[^\u0021-\u007e]|["<>\\^`{|}#]/gu, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
      .join(""),
  );
}

/** hyper 1 over one TCP connection: the target and the fields as they are. */
export const rustHyper: CodeTarget = {
  id: "rust-hyper",
  name: "Rust hyper",
  syntax: "rust",
  extension: "rs",
  bytes: false,
  write(request) {
    const body = bodyOf(request.body);
    const typedHost = ownHeaders(request).some(({ name }) => name.toLowerCase() === "host");
    const host = typedHost ? [] : [`.header("Host", ${rust(request.hostField)})`];
    const calls = [
      `.method(${rust(request.method)})`,
      `.uri(${rust(uri(request.target))})`,
      ...host,
      ...ownHeaders(request).map(
        (header) => `.header(${rust(header.name)}, ${value(header.value)})`,
      ),
      `.body(Full::new(Bytes::from(${body === null ? '""' : indented(body, 8)})))?`,
    ];
    const address = `${request.host.includes(":") ? `[${request.host}]` : request.host}:${request.port}`;
    return (
      remarks({ ...request, target: "/" }, "//", [
        uri(request.target) !== request.target &&
          "The crate takes some characters of this URL only encoded; Envoi sends them as they are.",
        request.scheme === "https" &&
          "hyper speaks HTTP alone: put the stream into tokio-rustls for TLS.",
        request.followRedirects && "hyper follows no redirects.",
      ]) +
      "// Cargo.toml:\n" +
      '//   bytes = "1"\n//   http-body-util = "0.1"\n' +
      '//   hyper = { version = "1", features = ["client", "http1"] }\n' +
      '//   hyper-util = { version = "0.1", features = ["tokio"] }\n' +
      '//   tokio = { version = "1", features = ["full"] }\n' +
      "use bytes::Bytes;\nuse http_body_util::{BodyExt, Full};\nuse hyper::{client::conn::http1, Request};\n" +
      "use hyper_util::rt::TokioIo;\nuse tokio::net::TcpStream;\n\n" +
      "#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {\n" +
      `    let stream = TokioIo::new(TcpStream::connect(${rust(address)}).await?);\n` +
      "    let (mut sender, connection) = http1::Builder::new()\n        .title_case_headers(false)\n" +
      "        .handshake(stream)\n        .await?;\n    tokio::spawn(connection);\n" +
      `    let request = Request::builder()\n        ${calls.join("\n        ")};\n` +
      "    let response = sender.send_request(request).await?;\n" +
      '    println!("{}", response.status());\n' +
      "    let body = response.into_body().collect().await?.to_bytes();\n" +
      '    println!("{}", String::from_utf8_lossy(&body));\n    Ok(())\n}\n'
    );
  },
};
