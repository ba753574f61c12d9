import type { Auth } from "../../../shared/model/auth.ts";
import type { Defaults } from "../../../shared/model/collection.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import { Select } from "../../ui/Select.tsx";
import { inheritedAuth } from "./inherited-auth.ts";
import { LabelledField } from "./LabelledField.tsx";
import styles from "./AuthPanel.module.css";

const kinds = ["inherit", "none", "basic", "bearer", "apikey"] as const;

/** How a request, a folder or a collection authenticates. `inherited` is what stands above it, outer to inner. */
export function AuthPanel({
  auth,
  inherited,
  variables,
  onChange,
}: {
  readonly auth: Auth;
  readonly inherited: readonly Defaults[];
  readonly variables: readonly VariableView[];
  readonly onChange: (auth: Auth) => void;
}) {
  const words = useText(requestPartsWords);
  const listed: readonly Auth["kind"][] = kinds.some((kind) => kind === auth.kind)
    ? kinds
    : [...kinds, auth.kind];
  return (
    <div className={styles.panel}>
      <Select
        className={styles.kind}
        label={words.authKind}
        options={listed.map((id) => ({ id, label: words.auths[id] }))}
        value={auth.kind}
        onChange={(kind) => {
          if (kind !== auth.kind) onChange(emptyAuth(kind));
        }}
      />
      {fields()}
    </div>
  );

  function fields() {
    const common = { variables } as const;
    switch (auth.kind) {
      case "none":
        return <p className={styles.note}>{words.authNone}</p>;
      default:
        return (
          <p className={styles.note}>
            {words.otherAuth(auth.kind === "other" ? auth.type : words.auths[auth.kind])}
          </p>
        );
      case "inherit": {
        const above = inheritedAuth(inherited);
        if (!above.place) return <p className={styles.note}>{words.authNowhere}</p>;
        const { kind, name } = above.place;
        const place = kind === "folder" ? words.placeFolder(name) : words.placeCollection(name);
        const title = above.auth.kind === "other" ? above.auth.type : words.auths[above.auth.kind];
        return <p className={styles.note}>{words.authFrom(title, place)}</p>;
      }
      case "basic":
        return (
          <>
            <LabelledField
              {...common}
              label={words.username}
              value={auth.username}
              onChange={(username) => onChange({ ...auth, username })}
            />
            <LabelledField
              {...common}
              secret
              label={words.password}
              value={auth.password}
              onChange={(password) => onChange({ ...auth, password })}
            />
          </>
        );
      case "bearer":
        return (
          <LabelledField
            {...common}
            secret
            label={words.token}
            value={auth.token}
            onChange={(token) => onChange({ ...auth, token })}
          />
        );
      case "apikey":
        return (
          <>
            <LabelledField
              {...common}
              label={words.key}
              value={auth.key}
              onChange={(key) => onChange({ ...auth, key })}
            />
            <LabelledField
              {...common}
              secret
              label={words.keyValue}
              value={auth.value}
              onChange={(value) => onChange({ ...auth, value })}
            />
            <div className={styles.row}>
              <span className={styles.label}>{words.placement}</span>
              <Select
                label={words.placement}
                options={[
                  { id: "header", label: words.placements.header },
                  { id: "query", label: words.placements.query },
                ]}
                value={auth.placement}
                onChange={(placement) => onChange({ ...auth, placement })}
              />
            </div>
          </>
        );
    }
  }
}

function emptyAuth(kind: Auth["kind"]): Auth {
  switch (kind) {
    case "basic":
      return { kind, username: "", password: "" };
    case "bearer":
      return { kind, token: "" };
    case "apikey":
      return { kind, key: "", value: "", placement: "header" };
    case "inherit":
    case "none":
      return { kind };
    default:
      return { kind: "inherit" };
  }
}
