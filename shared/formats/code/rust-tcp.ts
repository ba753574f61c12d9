import type { CodeRequest, CodeTarget } from "./code-request.ts";
import { bodyPieces, closes, headText, joinTexts } from "./head.ts";
import { quoted } from "./literal.ts";

/** Rust with nothing but the standard library: the bytes as Envoi sends them, on a socket of its own. */
export const rustTcp: CodeTarget = {
  id: "rust-tcp",
  name: "Rust std::net::TcpStream",
  syntax: "rust",
  extension: "rs",
  bytes: true,
  write(request: CodeRequest): string {
    const pieces =
      request.raw === null
        ? joinTexts([{ kind: "text" as const, text: headText(request) }, ...bodyPieces(request)])
        : [request.raw];
    const writes = pieces.map((piece): string => {
      switch (piece.kind) {
        case "text":
          return `    stream.write_all(${textBytes(piece.text)})?;\n`;
        case "base64":
          return `    stream.write_all(${rawBytes(piece.data)})?;\n`;
        case "file":
          return `    io::copy(&mut File::open(${quoted("rust", piece.path)})?, &mut stream)?;\n`;
        case "chunked-file":
          return (
            `    let chunk = std::fs::read(${quoted("rust", piece.path)})?;\n` +
            `    write!(stream, "{:x}\\r\\n", chunk.len())?;\n` +
            `    stream.write_all(&chunk)?;\n` +
            `    stream.write_all(b"\\r\\n")?;\n`
          );
      }
    });
    const files = pieces.some(({ kind }) => kind === "file");
    const limit = request.timeout > 0;
    const address = quoted("rust", `${bracketed(request.host)}:${request.port}`);
    return [
      request.scheme === "https" &&
        "// Rust's standard library has no TLS: this sends in the clear what Envoi sends encrypted.\n" +
          "// Connect it to a TLS tunnel on this machine (stunnel, socat) instead of to the server.\n",
      files && "use std::fs::File;\n",
      "use std::io::{self, Write};\n",
      "use std::net::TcpStream;\n",
      limit && "use std::time::Duration;\n",
      "\nfn main() -> io::Result<()> {\n",
      `    let mut stream = TcpStream::connect(${address})?;\n`,
      limit &&
        `    stream.set_read_timeout(Some(Duration::from_millis(${Math.ceil(request.timeout)})))?;\n`,
      ...writes,
      request.raw === null &&
        !closes(request) &&
        "    // Nothing asks the server to close the connection: the reply is shown as it comes, until it does.\n",
      "    io::copy(&mut stream, &mut io::stdout())?;\n",
      "    Ok(())\n}\n",
    ]
      .filter((part) => part !== false)
      .join("");
  },
};

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** A line a piece of text; `\` at the end of a line skips the white space before the next, so that white space is escaped there. */
function textBytes(text: string): string {
  const ascii = !/[^\u0000-\u007f]/.test(text);
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [""];
  const said = lines.map((line, index) => {
    const inner = quoted("rust", line).slice(1, -1);
    const shown = ascii
      ? inner.replace(/\\u\{([0-9a-f]+)\}/g, (_, code: string) => `\\x${code.padStart(2, "0")}`)
      : inner;
    return index > 0 && shown.startsWith(" ") ? `\\x20${shown.slice(1)}` : shown;
  });
  const [first = "", ...more] = said;
  const [open, close] = ascii ? ['b"', '"'] : ['"', '".as_bytes()'];
  if (more.length === 0) return `${open}${first}${close}`;
  return `\n        ${open}${said.join("\\\n        ")}${close},\n    `;
}

function rawBytes(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16)
    lines.push(`        ${[...bytes.subarray(at, at + 16)].map(hexByte).join(", ")},\n`);
  return `&[\n${lines.join("")}    ]`;
}

function hexByte(byte: number): string {
  return `0x${byte.toString(16).padStart(2, "0")}`;
}
