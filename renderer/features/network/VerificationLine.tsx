import { useText } from "../../i18n/language.ts";
import { networkWords } from "../../i18n/messages/network.ts";
import { Switch } from "../../ui/Switch.tsx";
import { SettingLine } from "./NetworkLine.tsx";

/** Whether the server's or the proxy's certificate is verified: a request's own alone, never inherited. */
export function VerificationLine({
  whose,
  isOn,
  onChange,
}: {
  readonly whose: "tls" | "proxy";
  readonly isOn: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  const words = useText(networkWords);
  const { label, hint, off } =
    whose === "proxy"
      ? { label: words.verifyProxy, hint: words.verifyProxyHint, off: words.verifyProxyOff }
      : { label: words.verify, hint: words.verifyHint, off: words.verifyOff };
  return (
    <SettingLine
      label={label}
      hint={isOn ? hint : off}
      own={!isOn}
      warns={!isOn}
      note=""
      reset={null}
      focus={whose === "tls" ? "setting-verification" : "setting-proxy-verification"}
    >
      <Switch label={label} isSelected={isOn} onChange={onChange} />
    </SettingLine>
  );
}
