import type { HttpRequest } from "../../../model/request.ts";
import { readRequest } from "../../opencollection/request.ts";
import { importText, onlyCollection, requestsOf } from "../import.testing.ts";
import type { Imported } from "../imported.ts";

/** Imports a description given as plain data; what is missing of the usual head is filled in. */
export function importApi(data: object, file = "api.json"): Imported {
  const whole = {
    openapi: "3.1.0",
    info: { title: "API", version: "1" },
    servers: [{ url: "https://h" }],
    ...data,
  };
  return importText(JSON.stringify(whole), file);
}

/** The only request of a description with one operation. */
export function oneRequest(operation: object, more: object = {}, path = "/a"): HttpRequest {
  const [only] = requestsOf(
    onlyCollection(importApi({ ...more, paths: { [path]: operation } })).children,
  );
  if (only === undefined) throw new Error("no request");
  return readRequest(only.item.data);
}

/** Codes of the notes of an import. */
export function codesOf(imported: Imported): readonly string[] {
  return imported.notes.map(({ code }) => code);
}
