import type { YamlData, YamlMap } from "../../yaml/data.ts";
import type { Located } from "./documents.ts";

/** One form of all versions: what readers of OpenAPI 3 and Swagger 2 give. */

export type ParameterPlace = "path" | "query" | "header" | "cookie" | "querystring";

export interface ApiParameter {
  readonly name: string;
  readonly place: ParameterPlace;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly description: string;
  /** OpenAPI's word: form, simple, label, matrix, spaceDelimited, pipeDelimited, deepObject, tabDelimited (Swagger 2's tsv). */
  readonly style: string;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly schema: Located | null;
  /** Set: the value is a text of this type. */
  readonly mediaType: string;
  /** Its own example; undefined: the schema's counts. */
  readonly example: YamlData | undefined;
}

/** A named example of a body. */
export interface ApiExample {
  readonly name: string;
  readonly summary: string;
  readonly value: YamlData | undefined;
  /** As it goes over the wire (3.2 `serializedValue`). */
  readonly text: string | null;
  /** Where it lies instead; never fetched. */
  readonly elsewhere: string;
}

/** How one property of a form is written. */
export interface ApiEncoding {
  readonly contentType: string;
  readonly style: string;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly headers: readonly string[];
}

/** A body in one media type. */
export interface ApiContent {
  readonly mediaType: string;
  readonly schema: Located | null;
  /** Schema of each item of a stream (3.2). */
  readonly itemSchema: Located | null;
  readonly examples: readonly ApiExample[];
  readonly encoding: ReadonlyMap<string, ApiEncoding>;
}

export interface ApiBody {
  readonly required: boolean;
  readonly description: string;
  readonly contents: readonly ApiContent[];
}

export interface ApiHeader {
  readonly name: string;
  readonly description: string;
  readonly schema: Located | null;
  readonly example: YamlData | undefined;
}

export interface ApiResponse {
  /** `200`, `4XX`, `default`. */
  readonly status: string;
  readonly summary: string;
  readonly description: string;
  readonly headers: readonly ApiHeader[];
  readonly contents: readonly ApiContent[];
  readonly links: YamlMap;
}

/** Scheme names with scopes, all of which have to be met. */
export type SecurityRequirement = ReadonlyMap<string, readonly string[]>;

export interface ApiServer {
  readonly url: string;
  readonly name: string;
  readonly description: string;
  readonly variables: readonly {
    readonly name: string;
    readonly value: string;
    readonly choices: readonly string[];
    readonly description: string;
  }[];
}

export interface ApiOperation {
  /** As the wire has it. */
  readonly method: string;
  /** With `{names}`. */
  readonly path: string;
  /** Stable between two versions of a description. */
  readonly id: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  readonly parameters: readonly ApiParameter[];
  readonly body: ApiBody | null;
  readonly responses: readonly ApiResponse[];
  /** null: what the whole description says. */
  readonly security: readonly SecurityRequirement[] | null;
  /** null: those of the whole description. */
  readonly servers: readonly ApiServer[] | null;
  readonly callbacks: YamlMap;
  readonly externalDocs: YamlMap | null;
  /** `x-…` fields of the operation and its path. */
  readonly extensions: YamlMap;
  /** Document it stands in. */
  readonly base: string;
  /** True: the service sends it (3.1 `webhooks`). */
  readonly webhook: boolean;
}
