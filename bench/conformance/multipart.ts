import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { readMultipart } from "../../shared/formats/multipart/read.ts";
import { decodeTransfer } from "../../shared/formats/multipart/transfer-encoding.ts";
import { headerValue } from "../../shared/model/header.ts";
import { parseParameters } from "../../shared/model/media-type.ts";
import { areaOf, type Case, compared, type TryArea } from "./area.ts";
import { filesBelow, isRecord, missing, recordsIn, textOf } from "./suites.ts";

/** Pairs of NAME.http (the bytes) and NAME.yaml (boundary, and the parts or the offset of the first fault). */
export const multipart: TryArea = async (suites) => {
  const absent = missing(suites, "multipart");
  if (absent !== null) return absent;
  const cases: Case[] = [];
  for (const file of await filesBelow(join(suites, "multipart"), ".yaml")) {
    const told = parse(await readFile(file, "utf8"), { schema: "yaml-1.1" }) as unknown;
    if (!isRecord(told) || textOf(told["boundary"]) === null) continue;
    const bytes = await readFile(file.replace(/\.yaml$/, ".http"));
    const boundary = textOf(told["boundary"]) ?? "";
    // Each case also a byte at a time: the same must come out.
    for (const step of [bytes.length, 1]) {
      const id = `${basename(file, ".yaml")}${step === 1 ? " bytewise" : ""}`;
      cases.push(compared(id, () => read(bytes, boundary, step), wantedOf(told["expected"])));
    }
  }
  return [areaOf("multipart", 1, cases)];
};

type Read = { readonly error: number } | readonly Part[];
type Part = readonly [name: string, type: string, fileName: string | null, data: string];

/** Faults the suite's own parser does not see. */
const passedOver: ReadonlySet<string> = new Set(["multipart-truncated", "multipart-dashes"]);

function read(bytes: Uint8Array, boundary: string, step: number): Read {
  const reader = readMultipart(boundary);
  for (let at = 0; at < bytes.length; at += Math.max(1, step)) {
    reader.push(bytes.subarray(at, at + step));
  }
  const { parts, faults } = reader.end();
  const fault = faults.find(({ rule }) => !passedOver.has(rule));
  if (fault !== undefined) return { error: fault.offset };
  return parts.map(({ headers, start, end }): Part => {
    const disposition = parseParameters(`;${headerValue(headers, "Content-Disposition") ?? ""}`);
    const coding = headerValue(headers, "Content-Transfer-Encoding") ?? "";
    const fileName = disposition["filename"] ?? null;
    return [
      disposition["name"] ?? "",
      fileName === null ? "field" : "file",
      fileName === null ? null : Buffer.from(fileName, "latin1").toString("utf8"),
      Buffer.from(decodeTransfer(bytes.subarray(start, end), coding)).toString("base64"),
    ];
  });
}

function wantedOf(expected: unknown): Read {
  if (isRecord(expected)) return { error: Number(expected["error"]) };
  return recordsIn(expected).map(({ name, type, file_name: fileName, data }): Part => [
    textOf(name) ?? "",
    textOf(type) ?? "",
    textOf(fileName),
    dataOf(data),
  ]);
}

/** `!!binary` is bytes or their base64, however the reader of YAML gives it. */
function dataOf(data: unknown): string {
  if (data instanceof Uint8Array) return Buffer.from(data).toString("base64");
  return typeof data === "string" ? data.replace(/\s/g, "") : "";
}
