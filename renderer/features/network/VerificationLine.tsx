import { useText } from "../../i18n/language.ts";
import { networkWords } from "../../i18n/messages/network.ts";
import { Switch } from "../../ui/Switch.tsx";
import { SettingLine } from "./NetworkLine.tsx";

/** Whether the certificate is verified: a request's own alone, never inherited. */
export function VerificationLine({
  isOn,
  onChange,
}: {
  readonly isOn: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  const words = useText(networkWords);
  return (
    <SettingLine
      label={words.verify}
      hint={isOn ? words.verifyHint : words.verifyOff}
      own={!isOn}
      warns={!isOn}
      note=""
      reset={null}
      focus="setting-verification"
    >
      <Switch label={words.verify} isSelected={isOn} onChange={onChange} />
    </SettingLine>
  );
}
