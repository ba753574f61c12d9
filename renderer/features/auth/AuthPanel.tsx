import type { Preview, SendInput } from "../../../shared/contract/index.ts";
import { type Auth, type AuthSchemeKind, isAuthScheme } from "../../../shared/model/auth.ts";
import { newAuth } from "../../../shared/model/auth-fields.ts";
import type { Defaults } from "../../../shared/model/collection.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { authWords } from "../../i18n/messages/auth.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import { Button } from "../../ui/Button.tsx";
import { SearchSelect } from "../../ui/SearchSelect.tsx";
import { inheritedAuth } from "../request/inherited-auth.ts";
import { AuthFields } from "./AuthFields.tsx";
import styles from "./AuthPanel.module.css";
import { OAuth2Card } from "./OAuth2Card.tsx";

const groups = {
  simple: ["basic", "bearer", "apikey"],
  asked: ["digest", "ntlm", "any"],
  tokens: ["oauth2", "jwt", "asap"],
  signed: ["awsv4", "oauth1", "hawk", "akamai-edgegrid", "wsse", "message-signature"],
  machine: ["netrc", "negotiate"],
} as const satisfies Readonly<Record<string, readonly AuthSchemeKind[]>>;

type Group = keyof typeof groups;

/** How a request, a folder or a collection authenticates. `inherited` is what stands above it, outer to inner. */
export function AuthPanel({
  auth,
  inherited,
  variables,
  preview,
  input,
  onChange,
  onJump,
  onExchange,
  pickFile,
}: {
  readonly auth: Auth;
  readonly inherited: readonly Defaults[];
  readonly variables: readonly VariableView[];
  /** What would be sent; null where nothing is. */
  readonly preview: Preview | null;
  /** The request whose token is meant; null: none can be fetched here. */
  readonly input: SendInput | null;
  readonly onChange: (auth: Auth) => void;
  /** Opens what stands at this place of `inherited`. */
  readonly onJump: (index: number) => void;
  /** Shows an exchange; absent where there is no place for it. */
  readonly onExchange?: ((id: string) => void) | undefined;
  readonly pickFile: () => Promise<string | null>;
}) {
  const words = useText(requestPartsWords);
  const own = useText(authWords);
  const option = (id: Auth["kind"]) => ({ id, label: words.auths[id] });
  const above = inheritedAuth(inherited);
  const applied = auth.kind === "inherit" ? above.auth : auth;
  const sections = [
    {
      id: "none",
      label: "",
      options: [
        option("inherit"),
        option("none"),
        // Kept and not applied: shown where a file has it, offered nowhere.
        ...(auth.kind === "other" ? [option(auth.kind)] : []),
      ],
    },
    ...(Object.keys(groups) as Group[]).map((id) => ({
      id,
      label: own.groups[id],
      options: groups[id].map(option),
    })),
  ];
  return (
    <div className={styles.panel}>
      <SearchSelect
        className={styles.kind}
        label={words.authKind}
        search={own.search}
        nothing={own.nothing}
        sections={sections}
        value={auth.kind}
        onChange={(kind) => {
          if (kind === auth.kind || kind === "other") return;
          onChange(kind === "none" || kind === "inherit" ? { kind } : chosen(kind, auth));
        }}
      />
      {note()}
      {isAuthScheme(auth) ? (
        <AuthFields
          key={auth.kind}
          auth={auth}
          variables={variables}
          onChange={onChange}
          pickFile={pickFile}
        />
      ) : null}
      {applied.kind === "oauth2" && input !== null ? (
        <OAuth2Card input={input} flow={applied.flow} onExchange={onExchange} />
      ) : null}
      {isAuthScheme(applied) && preview !== null ? <Adds preview={preview} /> : null}
    </div>
  );

  function note() {
    if (auth.kind === "none") return <p className={styles.note}>{words.authNone}</p>;
    if (auth.kind === "other") return <p className={styles.note}>{words.otherAuth(auth.type)}</p>;
    if (auth.kind !== "inherit") {
      const hint = own.hints[auth.kind];
      return hint === undefined ? null : <p className={styles.note}>{hint}</p>;
    }
    if (!above.place) return <p className={styles.note}>{words.authNowhere}</p>;
    const { kind, name, index } = above.place;
    const place = kind === "folder" ? words.placeFolder(name) : words.placeCollection(name);
    const title = above.auth.kind === "other" ? above.auth.type : words.auths[above.auth.kind];
    return (
      <>
        <p className={styles.note}>{words.authFrom(title, place)}</p>
        <Button dense onPress={() => onJump(index)}>
          {own.jump(place)}
        </Button>
      </>
    );
  }
}

/** A name and a password already typed go along from one scheme to the next that has them. */
function chosen(kind: AuthSchemeKind, before: Auth): Auth {
  const next = newAuth(kind);
  if (!("username" in next) || !("username" in before) || !("password" in before)) return next;
  return { ...next, username: before.username, password: before.password };
}

/** What it will add, masked. */
function Adds({ preview }: { readonly preview: Preview }) {
  const words = useText(authWords);
  const fields = preview.headers.filter(({ origin }) => origin === "auth");
  if (fields.length === 0) return null;
  return (
    <div className={styles.adds}>
      <span className={styles.label}>{words.adds}</span>
      <div>
        {fields.map(({ name, value }) => (
          <div key={name} className={styles.added}>
            <span className={styles.name}>{name}: </span>
            {value}
          </div>
        ))}
      </div>
    </div>
  );
}
