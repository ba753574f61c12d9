import { fileTypeOf } from "../../../../shared/model/file-type.ts";
import type { Part } from "../../../client/body/multipart.ts";
import type { Given } from "../options/parse.ts";
import { badOption } from "../settings/values.ts";
import { bodyFile, readBytes, stdinFile } from "./files.ts";

/** Parts of --form and --form-string, in the order given. Rejects with FailureError. */
export async function formParts(given: Given): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const { name, value } of given) {
    if (name === "form") parts.push(...(await partsOf(value)));
    if (name !== "form-string") continue;
    const [field, text] = named(value, "--form-string");
    parts.push({ kind: "text", name: field, text, contentType: null });
  }
  return parts;
}

function named(field: string, place: string): readonly [string, string] {
  const equals = field.indexOf("=");
  if (equals >= 0) return [field.slice(0, equals), field.slice(equals + 1)];
  throw badOption(place, "A form part is written NAME=TEXT or NAME=@FILE.", "Add the =.");
}

/** `name=text`, `name=<file`, `name=@file[,file…]`, each (each file too) followed by `;type=media/type` and `;filename=name`. */
async function partsOf(field: string): Promise<readonly Part[]> {
  const [name, rest] = named(field, "--form");
  if (rest.startsWith("@")) return Promise.all(splitFiles(rest.slice(1)).map(filePart(name)));
  const { content, type } = cut(rest);
  if (content.startsWith("<")) {
    const text = (await readBytes(content.slice(1))).toString("utf8");
    return [{ kind: "text", name, text, contentType: type }];
  }
  return [{ kind: "text", name, text: unquoted(content), contentType: type }];
}

/** Each file has a type and a name of its own. */
function filePart(name: string) {
  return async (written: string): Promise<Part> => {
    const { content, type, fileName } = cut(written);
    const path = unquoted(content);
    const file = path === "-" ? await stdinFile() : await bodyFile(path);
    const contentType = type ?? fileTypeOf(file.name);
    return { kind: "file", name, file, fileName: fileName ?? file.name, contentType };
  };
}

interface Cut {
  readonly content: string;
  readonly type: string | null;
  readonly fileName: string | null;
}

/** The content before `;type=` and `;filename=`; a semicolon in quotes, or before anything else, belongs to what it stands in. */
function cut(text: string): Cut {
  const pieces = text.match(/(?:"(?:[^"\\]|\\.)*"|[^;"]|")+|;/g) ?? [];
  const parts: { readonly key: string; text: string }[] = [{ key: "", text: "" }];
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1] === ";";
    const [, key, value = ""] = /^\s*(type|filename)=(.*)$/s.exec(piece) ?? [];
    const part = parts.at(-1);
    if (before && key !== undefined) parts.push({ key, text: value });
    else if (part !== undefined && piece !== ";") part.text += (before ? ";" : "") + piece;
  }
  const option = (key: string) => {
    const found = parts.find((part) => part.key === key)?.text.trim();
    return found === undefined ? null : unquoted(found);
  };
  return { content: parts[0]?.text ?? "", type: option("type"), fileName: option("filename") };
}

/** At the commas that stand in no quotes. */
function splitFiles(text: string): readonly string[] {
  return text.match(/(?:"(?:[^"\\]|\\.)*"|[^,"]|")+/g) ?? [];
}

function unquoted(text: string): string {
  const inner = /^"((?:[^"\\]|\\.)*)"$/s.exec(text)?.[1];
  return inner === undefined ? text : inner.replace(/\\(["\\])/g, "$1");
}
