import { isJsonType } from "../../../model/media-type.ts";
import type { Row } from "../../../model/request.ts";
import { patchBody } from "../../opencollection/body.ts";
import type { ImportedExample } from "../build.ts";
import type { ApiContent, ApiOperation, ApiResponse } from "./operation.ts";
import { essenceOf, payloadKind, type Payload, payloadsOf } from "./payload.ts";
import { firstLine, oneLine } from "./prose.ts";
import { reasonOf } from "./reason.ts";
import type { MadeBody } from "./request-body.ts";
import type { Samples } from "./sample.ts";
import { headerText } from "./serialise.ts";

/** What an example's request says of itself. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly Row[];
  readonly body: MadeBody;
}

/** Every response as saved exchanges: one for each example, or one that is made up from the schema. */
export function examplesOf(
  operation: ApiOperation,
  asked: Asked,
  samples: Samples,
): readonly ImportedExample[] {
  return operation.responses.flatMap((response) => {
    const contents = response.contents.toSorted((left, right) => rank(left) - rank(right));
    const [first, ...rest] = contents;
    if (first === undefined) return [exampleOf(response, null, null, [], asked, samples)];
    const also = rest.filter((content) => content.examples.length === 0);
    const shown = [first, ...rest.filter((content) => content.examples.length > 0)];
    return shown.flatMap((content) => {
      const payloads = payloadsOf(content, "response", samples);
      const others = content === first ? also : [];
      if (payloads.length === 0)
        return [exampleOf(response, content, null, others, asked, samples)];
      return payloads.map((payload) =>
        exampleOf(response, content, payload, others, asked, samples),
      );
    });
  });
}

function rank(content: ApiContent): number {
  const essence = essenceOf(content.mediaType);
  const given = content.examples.length > 0 ? 0 : 10;
  return given + (essence === "application/json" ? 0 : isJsonType(essence) ? 1 : 2);
}

function exampleOf(
  response: ApiResponse,
  content: ApiContent | null,
  payload: Payload | null,
  also: readonly ApiContent[],
  asked: Asked,
  samples: Samples,
): ImportedExample {
  const status = statusOf(response.status);
  const said = response.summary || firstLine(response.description) || reasonOf(status);
  const own = payload === null ? "" : payload.summary || payload.name;
  const kind = content === null ? "text" : payloadKind(content, samples);
  const others = also.map(({ mediaType }) => mediaType).join(", ");
  const description = [
    (own || said) === response.description ? "" : response.description,
    others === "" ? "" : `Also as ${others}.`,
    payload === null || payload.elsewhere === "" ? "" : `The body lies at ${payload.elsewhere}`,
  ];
  // An example of the request that bears the same name belongs to it.
  const sent = asked.body.payloads.find(
    ({ name, text }) => name !== "" && text !== null && name === payload?.name,
  );
  const body =
    sent === undefined || sent.text === null
      ? undefined
      : patchBody(undefined, {
          kind: sent.kind === "json" || sent.kind === "xml" ? sent.kind : "text",
          text: sent.text,
        });
  return {
    name: oneLine([response.status, own || said].filter((part) => part !== "").join(" ")),
    description: description.filter((part) => part !== "").join("\n\n"),
    request: {
      method: asked.method,
      url: asked.url,
      headers: asked.headers.filter((row) => row.disabled !== true),
      body,
    },
    response: {
      status,
      statusText: reasonOf(status),
      headers: headerRows(response, content, samples),
      body: payload === null || payload.text === null ? null : { type: kind, data: payload.text },
    },
  };
}

/** `4XX` is its first status; `default` none. */
function statusOf(status: string): number {
  if (/^[1-5]XX$/.test(status)) return Number(status[0]) * 100;
  return /^\d{3}$/.test(status) ? Number(status) : 0;
}

function headerRows(
  response: ApiResponse,
  content: ApiContent | null,
  samples: Samples,
): readonly Row[] {
  const type =
    content === null || content.mediaType.includes("*")
      ? []
      : [{ name: "Content-Type", value: content.mediaType }];
  const rows = response.headers.map(({ name, schema, example, description }) => {
    const value = example ?? (schema === null ? "" : (samples.of(schema, "response") ?? ""));
    const row: Row = { name, value: oneLine(headerText(value, false)) };
    return description === "" ? row : { ...row, description: oneLine(description) };
  });
  return [...type, ...rows];
}

/** What a request asks for: the media type of its first good answer; "" where none is named. */
export function acceptOf(operation: ApiOperation): string {
  const good = operation.responses.filter(({ status }) => /^(?:2|default)/.test(status));
  const contents = good.find((response) => response.contents.length > 0)?.contents ?? [];
  const [first] = contents.toSorted((left, right) => acceptRank(left) - acceptRank(right));
  return first === undefined || first.mediaType.includes("*") ? "" : first.mediaType;
}

function acceptRank(content: ApiContent): number {
  return isJsonType(essenceOf(content.mediaType)) ? 0 : 1;
}
