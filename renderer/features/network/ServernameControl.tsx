import type { VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { networkWords } from "../../i18n/messages/network.ts";
import { Select } from "../../ui/Select.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import styles from "./SettingControl.module.css";

/** The server name of TLS: the URL's host (null), none ("") or another. */
export function ServernameControl({
  label,
  value,
  variables,
  onChange,
}: {
  readonly label: string;
  readonly value: string | null;
  readonly variables: readonly VariableView[];
  readonly onChange: (value: string | null) => void;
}) {
  const { servername: words } = useText(networkWords);
  const choice = value === null ? "host" : value === "" ? "none" : "other";
  return (
    <div className={styles.stack}>
      <Select
        label={label}
        className={styles.choice}
        options={[
          { id: "host", label: words.host },
          { id: "none", label: words.none },
          { id: "other", label: words.other },
        ]}
        value={choice}
        onChange={(id) => onChange(id === "host" ? null : id === "none" ? "" : "localhost")}
      />
      {value !== null && value !== "" ? (
        <VariableField label={words.name} value={value} variables={variables} onChange={onChange} />
      ) : null}
    </div>
  );
}
