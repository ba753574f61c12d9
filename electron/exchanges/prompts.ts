import type { HttpRequest } from "../../shared/model/request.ts";
import {
  authTexts,
  insideTexts,
  requestTexts,
  rowTexts,
} from "../../shared/model/request-texts.ts";
import type { SendContext } from "../collections/send-context.ts";

/** The questions of `{{?name}}` in what would be sent: the request, what it inherits, and the variables both use. In reading order. */
export function promptsOf(
  request: HttpRequest,
  { layers, auth, resolver }: SendContext,
): readonly string[] {
  return resolver.prompts(textsToSend(request, { layers, auth }));
}

function* textsToSend(
  request: HttpRequest,
  { layers, auth }: Pick<SendContext, "layers" | "auth">,
): Generator<string> {
  for (const { text } of requestTexts(request)) yield text;
  for (const layer of layers) {
    if (request.raw === undefined)
      for (const { text } of rowTexts("headers", layer.headers)) yield text;
    for (const { text } of insideTexts("settings", layer.own)) yield text;
  }
  if (request.raw === undefined) for (const { text } of authTexts(auth)) yield text;
}
