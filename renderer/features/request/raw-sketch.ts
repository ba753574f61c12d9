import { rawBytes, textBytes } from "../../../shared/model/raw-bytes.ts";
import type { RawRequest } from "../../../shared/model/request.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { references } from "../../../shared/template/references.ts";
import { viewsByName } from "../../../shared/template/variable-views.ts";

export interface Sketch {
  readonly bytes: Uint8Array;
  /** True when a secret stands in the text: its bytes are not in the sketch. */
  readonly secrets: boolean;
}

/** What a raw exchange will send, as far as this page may know: known variables replaced, secrets left out. */
export function sketchOf(raw: RawRequest, variables: readonly VariableView[]): Sketch {
  if (raw.encoding === "base64") {
    return { bytes: rawBytes(raw) ?? new Uint8Array(0), secrets: false };
  }
  if (raw.literal === true) return { bytes: textBytes(raw.data, raw.newline), secrets: false };
  const names = viewsByName(variables);
  let text = "";
  let done = 0;
  let secrets = false;
  for (const { name, from, to } of references(raw.data)) {
    const view = names.get(name);
    if (!view || view.missing) continue;
    if (view.secret) secrets = true;
    text += raw.data.slice(done, from) + (view.secret ? "" : view.value);
    done = to;
  }
  return { bytes: textBytes(text + raw.data.slice(done), raw.newline), secrets };
}
