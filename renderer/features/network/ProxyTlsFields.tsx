import { defaultNetwork } from "../../../shared/model/network/network.ts";
import { type ProxyTls, proxyTlsKeys } from "../../../shared/model/network/proxy.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import type { PickFile } from "../../app/pick-file.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { networkFields } from "../../i18n/messages/network-fields.ts";
import { networkWords } from "../../i18n/messages/network.ts";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import { CertificatesControl } from "./CertificatesControl.tsx";
import { fieldShapes } from "./fields.ts";
import { PathControl } from "./PathControl.tsx";
import styles from "./SettingControl.module.css";
import { choiceText } from "./value-text.ts";

type TlsKey = (typeof proxyTlsKeys)[number];

/** TLS with an https proxy: as with the server, or settings of its own. */
export function ProxyTlsFields({
  tls,
  variables,
  onChange,
  pickFile,
}: {
  readonly tls: ProxyTls | undefined;
  readonly variables: readonly VariableView[];
  readonly onChange: (tls: ProxyTls | undefined) => void;
  readonly pickFile: PickFile;
}) {
  const { proxy: words } = useText(networkWords);
  const fields = useText(networkFields);
  return (
    <>
      <Switch isSelected={tls !== undefined} onChange={(on) => onChange(on ? {} : undefined)}>
        {words.ownTls}
      </Switch>
      {tls === undefined ? null : (
        <div className={styles.own} role="group" aria-label={words.ownTls}>
          {proxyTlsKeys.map((name) => (
            <div key={name} className={styles.named}>
              {/* Each control says its name itself. */}
              <span className={styles.caption} aria-hidden="true">
                {fields[name][0]}
              </span>
              <OneField
                name={name}
                tls={tls}
                variables={variables}
                onChange={(value) => onChange(withValue(tls, name, value))}
                pickFile={pickFile}
              />
            </div>
          ))}
        </div>
      )}
    </>
  );
}

/** What is as by itself is not written down. */
function withValue(tls: ProxyTls, name: TlsKey, value: unknown): ProxyTls {
  const { [name]: _, ...rest } = tls;
  const usual = JSON.stringify(value) === JSON.stringify(defaultNetwork[name]);
  return usual ? rest : { ...rest, [name]: value };
}

function OneField({
  name,
  tls,
  variables,
  onChange,
  pickFile,
}: {
  readonly name: TlsKey;
  readonly tls: ProxyTls;
  readonly variables: readonly VariableView[];
  readonly onChange: (value: unknown) => void;
  readonly pickFile: PickFile;
}) {
  const { proxy: words } = useText(networkWords);
  const fields = useText(networkFields);
  const language = useLanguage();
  const label = words.ofProxy(fields[name][0]);
  const shape = fieldShapes[name];
  if (name === "clientCertificates")
    return (
      <CertificatesControl
        certificates={tls.clientCertificates ?? []}
        variables={variables}
        onChange={onChange}
        pickFile={pickFile}
        everywhere
      />
    );
  if (name === "systemCa")
    return <Switch label={label} isSelected={tls.systemCa === true} onChange={onChange} />;
  const value = tls[name] ?? defaultNetwork[name];
  if (shape.kind === "choice")
    return (
      <Select
        label={label}
        className={styles.choice}
        options={shape.ids.map((id) => ({ id, label: choiceText(name, id, language) }))}
        value={value}
        onChange={onChange}
      />
    );
  if (shape.kind === "path")
    return (
      <PathControl
        label={label}
        value={value}
        variables={variables}
        onChange={onChange}
        pickFile={pickFile}
        what={shape.what}
      />
    );
  return <VariableField label={label} value={value} variables={variables} onChange={onChange} />;
}
