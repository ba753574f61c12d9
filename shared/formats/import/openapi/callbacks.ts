import { isYamlMap, type YamlMap } from "../../yaml/data.ts";
import { fenced } from "../json-text.ts";
import type { ApiContext } from "./context.ts";
import type { Located } from "./documents.ts";
import { operationsAt } from "./operations.ts";
import type { ApiOperation } from "./operation.ts";
import { paragraphs } from "./prose.ts";
import { requestBody } from "./request-body.ts";

/** What the service sends back later, as text for the docs: method, the expression for its address, and a body. */
export function callbackDocs(
  operation: ApiOperation,
  root: Located<YamlMap>,
  context: ApiContext,
): readonly { readonly name: string; readonly text: string }[] {
  return [...operation.callbacks].flatMap(([name, data]) => {
    const settled = context.references.settle({ data, base: operation.base });
    if (settled === null || !isYamlMap(settled.data)) return [];
    return [...settled.data].flatMap(([expression, item]) => {
      const path = context.references.settle({ data: item, base: settled.base });
      if (expression.startsWith("x-") || path === null || !isYamlMap(path.data)) return [];
      const calls = operationsAt(expression, { ...path, data: path.data }, root, true, context);
      return calls.map((call) => ({ name, text: callText(name, expression, call, context) }));
    });
  });
}

function callText(
  name: string,
  expression: string,
  call: ApiOperation,
  context: ApiContext,
): string {
  const { body } = requestBody(call.body, context.samples);
  const sample =
    body.kind === "json" || body.kind === "xml" || body.kind === "text"
      ? fenced(body.text, body.kind)
      : "";
  const said = paragraphs(call.summary, call.description);
  return `Callback ${name}: the service sends ${call.method} \`${expression}\`.${said === "" ? "" : ` ${said}`}${sample}`;
}
