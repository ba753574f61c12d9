import type {
  ProxyAuthKind,
  ProxyScheme,
  ProxyServer,
  ProxySetting,
  ProxyTls,
} from "../../../shared/model/network/proxy.ts";
import { readPort } from "../../../shared/model/network/host-port.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import type { PickFile } from "../../app/pick-file.ts";
import { useText } from "../../i18n/language.ts";
import { networkWords } from "../../i18n/messages/network.ts";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { SecretField } from "../variables/SecretField.tsx";
import { VariableField } from "../variables/VariableField.tsx";
import { LinesControl } from "./LinesControl.tsx";
import { pastedProxy } from "./pasted-proxy.ts";
import { PathControl } from "./PathControl.tsx";
import { ProxyTlsFields } from "./ProxyTlsFields.tsx";
import styles from "./SettingControl.module.css";

const kinds = ["none", "server", "system", "environment", "pac"] as const;
const schemes: readonly ProxyScheme[] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];
const auths: readonly ProxyAuthKind[] = ["any", "basic", "digest", "ntlm", "none"];

const fresh: ProxyServer = {
  scheme: "http",
  host: "",
  port: usualPort("http"),
  username: "",
  password: "",
  auth: "any",
  tunnel: false,
};

/** Through which proxy requests go. */
export function ProxyControl({
  value,
  variables,
  onChange,
  pickFile,
}: {
  readonly value: ProxySetting;
  readonly variables: readonly VariableView[];
  readonly onChange: (value: ProxySetting) => void;
  readonly pickFile: PickFile;
}) {
  const all = useText(networkWords);
  const words = all.proxy;
  const choose = (kind: (typeof kinds)[number]) => {
    if (kind === value.kind) return;
    if (kind === "server") onChange({ kind, server: fresh, bypass: "" });
    else if (kind === "pac") onChange({ kind, source: "" });
    else onChange({ kind });
  };
  return (
    <div className={styles.stack}>
      <Select
        label={all.groups.proxy}
        className={styles.choice}
        options={kinds.map((id) => ({ id, label: words.kinds[id] }))}
        value={value.kind}
        onChange={choose}
      />
      {value.kind === "pac" ? (
        <PathControl
          label={words.source}
          placeholder={words.source}
          value={value.source}
          variables={variables}
          onChange={(source) => onChange({ kind: "pac", source })}
          pickFile={pickFile}
        />
      ) : null}
      {value.kind === "server" ? (
        <ServerFields
          server={value.server}
          variables={variables}
          onChange={(server) => onChange({ ...value, server })}
          pickFile={pickFile}
        />
      ) : null}
      {value.kind === "server" ? (
        <VariableField
          label={words.bypass}
          placeholder={`${words.bypass}: ${words.bypassHint}`}
          value={value.bypass}
          variables={variables}
          onChange={(bypass) => onChange({ ...value, bypass })}
        />
      ) : null}
    </div>
  );
}

function usualPort(scheme: ProxyScheme): number {
  if (scheme.startsWith("socks")) return 1080;
  return scheme === "https" ? 443 : 8080;
}

/** A port that was never said goes along with the kind of proxy. */
function withScheme(server: ProxyServer, scheme: ProxyScheme): ProxyServer {
  const port = server.port === usualPort(server.scheme) ? usualPort(scheme) : server.port;
  return { ...server, scheme, port };
}

/** A number, or what will be one when its variables are replaced. */
function withPort({ portTemplate: _, ...server }: ProxyServer, typed: string): ProxyServer {
  const port = readPort(typed.trim());
  return port === null ? { ...server, port: 0, portTemplate: typed } : { ...server, port };
}

function withPreproxy({ preproxy: _, ...server }: ProxyServer, typed: string): ProxyServer {
  return typed === "" ? server : { ...server, preproxy: typed };
}

function withFlag({ http10: _, ...server }: ProxyServer, http10: boolean): ProxyServer {
  return http10 ? { ...server, http10 } : server;
}

function withTls({ tls: _, ...server }: ProxyServer, tls: ProxyTls | undefined): ProxyServer {
  return tls === undefined ? server : { ...server, tls };
}

function withHeaders(
  { headers: _, ...server }: ProxyServer,
  lines: readonly string[],
): ProxyServer {
  return lines.length === 0 ? server : { ...server, headers: lines };
}

function ServerFields({
  server,
  variables,
  onChange,
  pickFile,
}: {
  readonly server: ProxyServer;
  readonly variables: readonly VariableView[];
  readonly onChange: (server: ProxyServer) => void;
  readonly pickFile: PickFile;
}) {
  const { proxy: words } = useText(networkWords);
  const socks = server.scheme.startsWith("socks");
  const pasteHost = (typed: string) => {
    const pasted = pastedProxy(server, typed);
    if (pasted !== null) onChange(pasted);
    return pasted !== null;
  };
  const text = (key: "host" | "username", label: string) => (
    <VariableField
      label={label}
      placeholder={label}
      value={server[key]}
      variables={variables}
      onChange={(next) => onChange({ ...server, [key]: next })}
      onPasteText={key === "host" ? pasteHost : undefined}
    />
  );
  return (
    <>
      <div className={styles.address}>
        <Select
          label={words.scheme}
          options={schemes.map((id) => ({ id, label: words.schemes[id] }))}
          value={server.scheme}
          onChange={(scheme) => onChange(withScheme(server, scheme))}
        />
        {text("host", words.host)}
        <VariableField
          label={words.port}
          placeholder={words.port}
          value={server.portTemplate ?? String(server.port)}
          variables={variables}
          onChange={(typed) => onChange(withPort(server, typed))}
        />
      </div>
      <div className={styles.pair}>
        {text("username", words.user)}
        <SecretField
          label={words.password}
          placeholder={words.password}
          value={server.password}
          variables={variables}
          onChange={(password) => onChange({ ...server, password })}
        />
      </div>
      {socks ? null : (
        <>
          <Select
            label={words.auth}
            className={styles.choice}
            options={auths.map((id) => ({ id, label: words.auths[id] }))}
            value={server.auth}
            onChange={(auth) => onChange({ ...server, auth })}
          />
          <VariableField
            label={words.preproxy}
            placeholder={`${words.preproxy}: ${words.preproxyHint}`}
            value={server.preproxy ?? ""}
            variables={variables}
            onChange={(preproxy) => onChange(withPreproxy(server, preproxy))}
          />
          <LinesControl
            label={words.headers}
            placeholder={`${words.headers}: ${words.headersHint}`}
            lines={server.headers ?? []}
            onChange={(lines) => onChange(withHeaders(server, lines))}
          />
          <Switch isSelected={server.tunnel} onChange={(tunnel) => onChange({ ...server, tunnel })}>
            {words.tunnel}
          </Switch>
          <Switch
            isSelected={server.http10 === true}
            onChange={(on) => onChange(withFlag(server, on))}
          >
            {words.http10}
          </Switch>
          {server.scheme === "https" ? (
            <ProxyTlsFields
              tls={server.tls}
              variables={variables}
              onChange={(tls) => onChange(withTls(server, tls))}
              pickFile={pickFile}
            />
          ) : null}
        </>
      )}
    </>
  );
}
