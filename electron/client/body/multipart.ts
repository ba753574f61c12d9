import { lateCrypto } from "../../base/late.ts";
import { joinTexts } from "../../../shared/formats/code/head.ts";
import type { CodeBody, CodePiece } from "../../../shared/formats/code/code-request.ts";
import type { BodySource } from "../send.ts";
import { type BodyFile, filePiece, readFile } from "./file.ts";

/** What every part may have beside its content. */
interface PartFields {
  /** Lines of its head behind ours, `Name: value` each; absent: none. */
  readonly fields?: readonly string[];
  /** Quotes in names as `\\"` (curl: --form-escape) instead of `%22`. */
  readonly backslashes?: true;
}

/** One part as it goes out. `contentType` null: no field for text, a guess by the caller for files. */
export type Part =
  | (PartFields & {
      readonly kind: "text";
      readonly name: string;
      readonly text: string;
      /** Said of text too (curl: `;filename=`); absent: no. */
      readonly fileName?: string;
      readonly contentType: string | null;
    })
  | (PartFields & {
      readonly kind: "file";
      readonly name: string;
      readonly file: BodyFile;
      readonly fileName: string;
      readonly contentType: string;
    });

/** Cannot be guessed, so no file can hold it on purpose (CVE-2025-22150, CVE-2025-7783). */
export function newBoundary(): string {
  return `envoi-${lateCrypto().randomBytes(18).toString("base64url")}`;
}

export function multipartContentType(boundary: string): string {
  return `multipart/form-data; boundary=${boundary}`;
}

/** Names and file names as browsers write them (HTML standard, multipart/form-data): quotes and line breaks percent-encoded, UTF-8. */
export function escapeName(name: string): string {
  return name
    .replace(/\r\n|\r|\n/g, (match) =>
      match === "\r\n" ? "%0D%0A" : match === "\r" ? "%0D" : "%0A",
    )
    .replaceAll('"', "%22");
}

/** `multipart/form-data` (RFC 7578): parts in order, files streamed from disk, the length known beforehand to the byte. */
export function multipartBody(parts: readonly Part[], boundary: string): BodySource {
  const heads = parts.map((part) => Buffer.from(partHead(part, boundary), "utf8"));
  const closing = Buffer.from(`--${boundary}--\r\n`, "latin1");
  let length = closing.length;
  parts.forEach((part, index) => {
    const content = part.kind === "file" ? part.file.size : Buffer.byteLength(part.text, "utf8");
    length += (heads[index]?.length ?? 0) + content + 2;
  });
  return {
    length,
    replayable: true,
    made: madeOf(parts, boundary),
    async *open() {
      const lineEnd = Buffer.from("\r\n", "latin1");
      let small: Uint8Array[] = [];
      for (const [index, part] of parts.entries()) {
        const head = heads[index];
        if (head !== undefined) small.push(head);
        if (part.kind === "text") small.push(Buffer.from(part.text, "utf8"), lineEnd);
        else {
          yield Buffer.concat(small);
          yield* readFile(part.file);
          small = [lineEnd];
        }
      }
      yield Buffer.concat([...small, closing]);
    },
  };
}

function madeOf(parts: readonly Part[], boundary: string): CodeBody {
  const text = (said: string): CodePiece => ({ kind: "text", text: said });
  // What builds a form by its parts knows nothing of these.
  const plain = parts.every(({ fields, backslashes }) => fields === undefined && !backslashes);
  return {
    pieces: joinTexts([
      ...parts.flatMap((part): CodePiece[] => [
        text(partHead(part, boundary)),
        part.kind === "file" ? filePiece(part.file) : text(part.text),
        text("\r\n"),
      ]),
      text(`--${boundary}--\r\n`),
    ]),
    parts: !plain
      ? null
      : parts.map((part) =>
          part.kind === "file"
            ? {
                kind: "file",
                name: part.name,
                path: filePiece(part.file).path,
                fileName: part.fileName,
                contentType: part.contentType,
              }
            : {
                kind: "text",
                name: part.name,
                text: part.text,
                contentType: part.contentType ?? "",
              },
        ),
  };
}

function partHead(part: Part, boundary: string): string {
  const escaped =
    part.backslashes === true ? (name: string) => name.replace(/["\\]/g, "\\$&") : escapeName;
  const fileName = part.fileName === undefined ? "" : `; filename="${escaped(part.fileName)}"`;
  const more = (part.fields ?? []).map((field) => `${oneLine(field)}\r\n`).join("");
  const type = part.contentType === null ? "" : `Content-Type: ${oneLine(part.contentType)}\r\n`;
  return (
    `--${boundary}\r\n` +
    `Content-Disposition: form-data; name="${escaped(part.name)}"${fileName}\r\n${type}${more}\r\n`
  );
}

/** A line break in a content type would begin another header of the part. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, " ");
}
