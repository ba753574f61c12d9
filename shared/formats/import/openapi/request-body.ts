import type { MultipartPart, RequestBody, Row } from "../../../model/request.ts";
import { isJsonType } from "../../../model/media-type.ts";
import { isYamlList, isYamlMap, type YamlData } from "../../yaml/data.ts";
import { textOf } from "../../opencollection/fields.ts";
import { anyText, jsonText } from "../json-text.ts";
import type { Located } from "./documents.ts";
import type { ApiBody, ApiContent, ApiEncoding } from "./operation.ts";
import { essenceOf, type Payload, payloadKind, payloadsOf } from "./payload.ts";
import { oneLine } from "./prose.ts";
import { type Samples, withoutMadeUpSecret } from "./sample.ts";
import { isBinary, isReadOnly, typeOf } from "./schema.ts";
import { queryPairs } from "./serialise.ts";

/** A body to send, and what it does not say. */
export interface MadeBody {
  readonly body: RequestBody;
  /** Content-Type where the body's kind does not give it; "" otherwise. */
  readonly contentType: string;
  readonly chosen: ApiContent | null;
  /** Examples of the chosen media type; the first is the body. */
  readonly payloads: readonly Payload[];
  /** Other media types, each with a body of its own. */
  readonly others: readonly {
    readonly content: ApiContent;
    readonly payload: Payload | undefined;
  }[];
}

const noBody: MadeBody = {
  body: { kind: "none" },
  contentType: "",
  chosen: null,
  payloads: [],
  others: [],
};

/** The body of a request: of several media types the one that is easiest to edit. */
export function requestBody(described: ApiBody | null, samples: Samples): MadeBody {
  const contents = described?.contents ?? [];
  const [chosen] = contents.toSorted((left, right) => rank(left, samples) - rank(right, samples));
  if (chosen === undefined) return noBody;
  const made = bodyOf(chosen, samples);
  return {
    ...made,
    chosen,
    others: contents
      .filter((content) => content !== chosen)
      .map((content) => ({ content, payload: payloadsOf(content, "request", samples)[0] })),
  };
}

function rank(content: ApiContent, samples: Samples): number {
  const essence = essenceOf(content.mediaType);
  if (essence === "application/json") return 0;
  if (isJsonType(essence)) return 1;
  if (essence === "application/x-www-form-urlencoded") return 2;
  if (essence === "multipart/form-data") return 3;
  return { json: 1, xml: 4, text: 5, html: 6, binary: 7 }[payloadKind(content, samples)];
}

function bodyOf(content: ApiContent, samples: Samples): Omit<MadeBody, "others" | "chosen"> {
  const essence = essenceOf(content.mediaType);
  if (essence === "application/x-www-form-urlencoded")
    return {
      body: { kind: "form", rows: formRows(content, samples) },
      contentType: "",
      payloads: [],
    };
  if (essence === "multipart/form-data")
    return {
      body: { kind: "multipart", parts: partsOf(content, samples) },
      contentType: "",
      payloads: [],
    };
  const kind = payloadKind(content, samples);
  const payloads = payloadsOf(content, "request", samples);
  const type = content.mediaType.includes("*") ? essence : content.mediaType;
  if (kind === "binary" && payloads.every(({ text }) => text === null))
    return {
      body: {
        kind: "file",
        files: [
          {
            path: "",
            contentType: /\*/.test(type) ? "application/octet-stream" : type,
            selected: true,
          },
        ],
      },
      contentType: "",
      payloads,
    };
  const text = payloads.find((payload) => payload.text !== null)?.text ?? "";
  if (kind === "json")
    return {
      body: { kind: "json", text },
      contentType: /^application\/json\s*$/i.test(type) ? "" : type,
      payloads,
    };
  const textKind = kind === "xml" ? "xml" : "text";
  return { body: { kind: textKind, text }, contentType: type, payloads };
}

interface Field {
  readonly name: string;
  readonly value: YamlData;
  readonly schema: Located | null;
  readonly required: boolean;
  readonly description: string;
  readonly encoding: ApiEncoding | undefined;
  /** True: nobody gave the value. */
  readonly made: boolean;
}

/** Properties of a form's schema with their values, by the body's example where it has one. */
function fieldsOf(content: ApiContent, samples: Samples): readonly Field[] {
  const example = content.examples[0]?.value;
  const view = content.schema === null ? null : samples.view(content.schema);
  const whole =
    example ?? (content.schema === null ? undefined : samples.of(content.schema, "request"));
  const values = isYamlMap(whole) ? whole : new Map<string, YamlData>();
  const described =
    view === null
      ? []
      : [...view.properties].filter(([, schema]) => !isReadOnly(samples.view(schema)));
  const names = [...new Set([...described.map(([name]) => name), ...values.keys()])];
  return names.map((name) => {
    const schema = view?.properties.get(name) ?? null;
    const own = schema === null ? null : samples.view(schema);
    const given = own === null ? undefined : samples.given(own);
    return {
      name,
      value: values.get(name) ?? given ?? "",
      schema,
      required:
        view?.required.has(name) === true ||
        (isYamlMap(example) && example.has(name)) ||
        schema === null,
      description: own === null ? "" : oneLine(textOf(own.keywords.get("description"))),
      encoding: content.encoding.get(name),
      made: given === undefined && !isYamlMap(example),
    };
  });
}

function notes(field: Field): Pick<Row, "description" | "disabled"> {
  return {
    ...(field.description === "" ? {} : { description: field.description }),
    ...(field.required ? {} : { disabled: true }),
  };
}

function formRows(content: ApiContent, samples: Samples): readonly Row[] {
  return fieldsOf(content, samples).flatMap((field) => {
    const encoding = field.encoding;
    const json = encoding !== undefined && isJsonType(essenceOf(encoding.contentType));
    const complex = isYamlMap(field.value) && (encoding === undefined || encoding.style === "");
    if (json || complex)
      return [{ name: field.name, value: jsonText(field.value, ""), ...notes(field) }];
    const style = {
      style: encoding?.style || "form",
      explode: encoding?.explode ?? true,
      allowReserved: true,
    };
    // The form's own encoding comes when it is sent: the rows are plain.
    return queryPairs(field.name, field.value, style).map(({ name, value }) => ({
      name,
      value: plainText(withoutMadeUpSecret(name, value, field.made)),
      ...notes(field),
    }));
  });
}

function plainText(text: string): string {
  return text.replace(/%(?:25|26|23|20|09|2C|7C)/gi, (escape) => decodeURIComponent(escape));
}

function partsOf(content: ApiContent, samples: Samples): readonly MultipartPart[] {
  return fieldsOf(content, samples).flatMap((field): readonly MultipartPart[] => {
    const view = field.schema === null ? null : samples.view(field.schema);
    const item = view?.items == null ? null : samples.view(view.items);
    const type = field.encoding?.contentType ?? "";
    const [firstType = ""] = type.split(",").map((one) => one.trim());
    const isFile =
      (view !== null && isBinary(view)) ||
      (item !== null && isBinary(item)) ||
      (view !== null &&
        typeOf(view) === "string" &&
        /^(?:image|audio|video)\/|octet-stream|pdf|zip/.test(type));
    const typed = firstType === "" || firstType.includes("*") ? {} : { contentType: firstType };
    if (isFile)
      return [{ name: field.name, kind: "file", value: "", paths: [], ...typed, ...notes(field) }];
    const part = (value: YamlData, more: object): MultipartPart => ({
      name: field.name,
      kind: "text",
      value: withoutMadeUpSecret(
        field.name,
        isYamlMap(value) || isYamlList(value) ? jsonText(value, "") : anyText(value),
        field.made,
      ),
      paths: [],
      ...more,
      ...notes(field),
    });
    // RFC 7578 §4.3: a part for each item of a list; what is no text is JSON.
    if (
      isYamlList(field.value) &&
      type === "" &&
      field.value.length > 0 &&
      !field.value.some(isYamlMap)
    )
      return field.value.map((one) => part(one, {}));
    const complex = isYamlMap(field.value) || isYamlList(field.value);
    return [
      part(field.value, complex && firstType === "" ? { contentType: "application/json" } : typed),
    ];
  });
}
