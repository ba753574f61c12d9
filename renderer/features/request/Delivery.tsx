import { SlidersHorizontal } from "lucide-react";
import type { MessageSettings } from "../../../shared/model/network/message.ts";
import { effectiveSettings } from "../../../shared/model/network/send-settings.ts";
import { formatDuration } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { deliveryWords } from "../../i18n/messages/delivery.ts";
import { BareButton } from "../../ui/BareButton.tsx";
import { layersOfRequest } from "../network/layers.ts";
import { choiceText } from "../network/value-text.ts";
import styles from "./Delivery.module.css";
import type { RequestEditorProps } from "./request-editor-props.ts";

/** How the body is sent, in a line: framing, compression, digest, 100-continue, trailers. Leads to the settings that say so. */
export function Delivery({
  request,
  inherited,
  outside,
  onShowSetting,
}: Pick<RequestEditorProps, "request" | "inherited" | "outside" | "onShowSetting">) {
  const words = useText(deliveryWords);
  const said = useSummary(effectiveSettings(layersOfRequest(request.settings, inherited, outside)));
  return (
    <section aria-label={words.title} className={styles.delivery}>
      <BareButton className={styles.line ?? ""} onPress={() => onShowSetting("framing")}>
        <span className={styles.label}>{words.sentAs}</span>
        <span className={styles.said}>{said.length === 0 ? words.plain : said.join(" · ")}</span>
        <span className={styles.change}>
          <SlidersHorizontal size={13} aria-hidden="true" />
          {words.change}
        </span>
      </BareButton>
    </section>
  );
}

/** What differs from a body sent as it is, in a few words each. */
function useSummary(settings: MessageSettings): readonly string[] {
  const words = useText(deliveryWords);
  const language = useLanguage();
  const trailers = settings.trailers.filter((row) => row.disabled !== true && row.name !== "");
  const parts: string[] = [];
  if (trailers.length > 0 || settings.framing === "chunked") parts.push("chunked");
  else if (settings.framing === "content-length") parts.push(words.notChunked);
  if (settings.compressBody !== "none") parts.push(settings.compressBody);
  if (settings.contentDigest !== "none") {
    parts.push(choiceText("contentDigest", settings.contentDigest, language));
  }
  if (settings.expectContinue > 0) {
    parts.push(words.waits(formatDuration(settings.expectContinue, language)));
  }
  if (trailers.length > 0) parts.push(words.trailerCount(String(trailers.length)));
  return parts;
}
