import { fileTypeOf, unknownFileType } from "../../../../shared/model/file-type.ts";
import type { Part } from "../../../client/body/multipart.ts";
import { type Given, isOn } from "../options/parse.ts";
import { badOption } from "../settings/values.ts";
import { bodyFile, readBytes, stdinFile } from "./files.ts";

/** Parts of --form and --form-string, in the order given. Rejects with FailureError. */
export async function formParts(given: Given): Promise<readonly Part[]> {
  const parts: Part[] = [];
  const escaping = isOn(given, "form-escape") ? ({ backslashes: true } as const) : {};
  for (const { name, value } of given) {
    if (name === "form")
      for (const part of await partsOf(value)) parts.push({ ...part, ...escaping });
    if (name !== "form-string") continue;
    const [field, text] = named(value, "--form-string");
    parts.push({ kind: "text", name: field, text, contentType: null, ...escaping });
  }
  return parts;
}

function named(field: string, place: string): readonly [string, string] {
  const equals = field.indexOf("=");
  if (equals >= 0) return [field.slice(0, equals), field.slice(equals + 1)];
  throw badOption(place, "A form part is written NAME=TEXT or NAME=@FILE.", "Add the =.");
}

/** `name=text` (blanks around it are no part of it unless it is quoted), `name=<file`, `name=@file[,file…]`, each (each file too) followed by `;type=media/type`, `;filename=name`, `;headers=line`, `;encoder=8bit`. */
async function partsOf(field: string): Promise<readonly Part[]> {
  const [name, rest] = named(field, "--form");
  if (rest.startsWith("@")) return Promise.all(splitFiles(rest.slice(1)).map(filePart(name)));
  const { content, type, fileName, ...said } = cut(rest);
  const fields = await fieldsOf(said);
  if (rest.startsWith("<")) {
    const text = (await readBytes(content.slice(1))).toString("utf8");
    return [{ kind: "text", name, text, contentType: type, ...fields }];
  }
  const text = unquoted(trimBlanks(content));
  if (fileName === null) return [{ kind: "text", name, text, contentType: type, ...fields }];
  const guessed = fileTypeOf(fileName);
  const contentType = type ?? (guessed === unknownFileType ? null : guessed);
  return [{ kind: "text", name, text, fileName, contentType, ...fields }];
}

/** Each file has a type and a name of its own. */
function filePart(name: string) {
  return async (written: string): Promise<Part> => {
    const { content, type, fileName, ...said } = cut(written);
    const fields = await fieldsOf(said);
    const path = unquoted(content);
    const file = path === "-" ? await stdinFile() : await bodyFile(path);
    const contentType = type ?? fileTypeOf(file.name);
    return { kind: "file", name, file, fileName: fileName ?? file.name, contentType, ...fields };
  };
}

interface Cut {
  readonly content: string;
  readonly type: string | null;
  readonly fileName: string | null;
  readonly encoder: string | null;
  /** Lines, or files of lines after `@`. */
  readonly headers: readonly string[];
}

/** Encoders that leave the bytes as they are: they are said, and that is all (RFC 2045 §6.2). */
const plainEncoders = /^(?:7bit|8bit|binary)$/i;

/** The lines of a part's head that the person wants. Rejects with FailureError for a file that cannot be read, an encoder that is not there. */
async function fieldsOf({
  encoder,
  headers,
}: Pick<Cut, "encoder" | "headers">): Promise<{ readonly fields?: readonly string[] }> {
  if (encoder !== null && !plainEncoders.test(encoder))
    throw badOption(
      "--form",
      "A part is sent as it is: 7bit, 8bit and binary are the encoders there are.",
      "Leave ;encoder= out, or encode the file before.",
    );
  const fields = encoder === null ? [] : [`Content-Transfer-Encoding: ${encoder}`];
  for (const line of headers) {
    if (!line.startsWith("@")) fields.push(line);
    else {
      const text = (await readBytes(line.slice(1))).toString("utf8");
      fields.push(...text.split(/\r?\n/).filter((each) => each !== "" && !each.startsWith("#")));
    }
  }
  return fields.length === 0 ? {} : { fields };
}

/** The content before `;type=` and `;filename=`; a semicolon in quotes, or before anything else, belongs to what it stands in. */
function cut(text: string): Cut {
  const pieces = text.match(/(?:"(?:[^"\\]|\\.)*"|[^;"]|")+|;/g) ?? [];
  const parts: { readonly key: string; text: string }[] = [{ key: "", text: "" }];
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1] === ";";
    const [, key, value = ""] = /^\s*(type|filename|encoder|headers)=(.*)$/s.exec(piece) ?? [];
    const part = parts.at(-1);
    if (before && key !== undefined) parts.push({ key, text: value });
    else if (part !== undefined && piece !== ";") part.text += (before ? ";" : "") + piece;
  }
  const option = (key: string) => {
    const found = parts.find((part) => part.key === key)?.text.trim();
    return found === undefined ? null : unquoted(found);
  };
  return {
    content: parts[0]?.text ?? "",
    type: option("type"),
    fileName: option("filename"),
    encoder: option("encoder"),
    headers: parts
      .filter(({ key }) => key === "headers")
      .map(({ text: line }) => unquoted(line.trim())),
  };
}

function trimBlanks(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, "");
}

/** At the commas that stand in no quotes. */
function splitFiles(text: string): readonly string[] {
  return text.match(/(?:"(?:[^"\\]|\\.)*"|[^,"]|")+/g) ?? [];
}

function unquoted(text: string): string {
  const inner = /^"((?:[^"\\]|\\.)*)"$/s.exec(text)?.[1];
  return inner === undefined ? text : inner.replace(/\\(["\\])/g, "$1");
}
