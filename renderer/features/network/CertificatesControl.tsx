import { Plus, X } from "lucide-react";
import type { ClientCertificate } from "../../../shared/model/network/tls.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { networkWords } from "../../i18n/messages/network.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { SecretField } from "../variables/SecretField.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import { PathControl } from "./PathControl.tsx";
import styles from "./SettingControl.module.css";

const fresh: ClientCertificate = {
  type: "pem",
  domain: "",
  certificateFile: "",
  privateKeyFile: "",
  passphrase: "",
};

/** Client certificates and the hosts each is shown to. */
export function CertificatesControl({
  certificates,
  variables,
  onChange,
  pickFile,
  everywhere = false,
}: {
  readonly certificates: readonly ClientCertificate[];
  readonly variables: readonly VariableView[];
  readonly onChange: (certificates: readonly ClientCertificate[]) => void;
  readonly pickFile: () => Promise<string | null>;
  /** There is one host they can be for: it is not asked. */
  readonly everywhere?: boolean;
}) {
  const { certificates: words } = useText(networkWords);
  const added = everywhere ? { ...fresh, domain: "*" } : fresh;
  return (
    <div className={styles.stack}>
      {certificates.map((certificate, index) => (
        <CertificateFields
          key={index}
          number={index + 1}
          certificate={certificate}
          variables={variables}
          onChange={(next) => onChange(certificates.with(index, next))}
          onRemove={() => onChange(certificates.toSpliced(index, 1))}
          pickFile={pickFile}
          everywhere={everywhere}
        />
      ))}
      <Button dense className={styles.add} onPress={() => onChange([...certificates, added])}>
        <Plus size={14} aria-hidden="true" />
        {words.add}
      </Button>
    </div>
  );
}

function CertificateFields({
  number,
  certificate,
  variables,
  onChange,
  onRemove,
  pickFile,
  everywhere,
}: {
  readonly number: number;
  readonly certificate: ClientCertificate;
  readonly variables: readonly VariableView[];
  readonly onChange: (certificate: ClientCertificate) => void;
  readonly onRemove: () => void;
  readonly pickFile: () => Promise<string | null>;
  readonly everywhere: boolean;
}) {
  const { certificates: words } = useText(networkWords);
  const file = (
    value: string,
    label: string,
    placeholder: string,
    change: (path: string) => ClientCertificate,
  ) => (
    <PathControl
      label={`${label} ${number}`}
      placeholder={placeholder}
      value={value}
      variables={variables}
      onChange={(path) => onChange(change(path))}
      pickFile={pickFile}
    />
  );
  return (
    <div className={styles.certificate}>
      <div className={styles.head}>
        <Switch
          label={words.use(String(number))}
          isSelected={certificate.disabled !== true}
          onChange={(on) => onChange(enabled(certificate, on))}
        />
        <Select
          label={`${words.type} ${number}`}
          options={[
            { id: "pem", label: words.types.pem },
            { id: "pkcs12", label: words.types.pkcs12 },
          ]}
          value={certificate.type}
          onChange={(type) => onChange(ofType(certificate, type))}
        />
        {everywhere ? null : (
          <VariableField
            label={`${words.domain} ${number}`}
            placeholder={words.domainHint}
            value={certificate.domain}
            variables={variables}
            onChange={(domain) => onChange({ ...certificate, domain })}
          />
        )}
        <IconButton dense label={words.remove(String(number))} onPress={onRemove}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      </div>
      {certificate.type === "pem" ? (
        <>
          {file(certificate.certificateFile, words.certificate, words.certificate, (path) => ({
            ...certificate,
            certificateFile: path,
          }))}
          {file(certificate.privateKeyFile, words.key, words.keyHint, (path) => ({
            ...certificate,
            privateKeyFile: path,
          }))}
        </>
      ) : (
        file(certificate.pkcs12File, words.pkcs12, words.pkcs12, (path) => ({
          ...certificate,
          pkcs12File: path,
        }))
      )}
      <SecretField
        label={`${words.passphrase} ${number}`}
        placeholder={words.passphrase}
        value={certificate.passphrase}
        variables={variables}
        onChange={(passphrase) => onChange({ ...certificate, passphrase })}
      />
    </div>
  );
}

/** On is the absence of the flag, as in the file. */
function enabled(certificate: ClientCertificate, on: boolean): ClientCertificate {
  const { disabled: _, ...rest } = certificate;
  return on ? rest : { ...rest, disabled: true };
}

function ofType(before: ClientCertificate, type: ClientCertificate["type"]): ClientCertificate {
  if (before.type === type) return before;
  const shared = {
    domain: before.domain,
    passphrase: before.passphrase,
    ...(before.disabled === true ? { disabled: true } : {}),
  };
  return type === "pem"
    ? { type, ...shared, certificateFile: "", privateKeyFile: "" }
    : { type, ...shared, pkcs12File: "" };
}
