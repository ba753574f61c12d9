import { PencilLine } from "lucide-react";
import type { Preview } from "../../../shared/contract/index.ts";
import type { Defaults } from "../../../shared/model/collection.ts";
import type { HttpRequest } from "../../../shared/model/request.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { joined } from "../../ui/joined.ts";
import { type AutomaticHeader, automaticHeaders, withHeader } from "./automatic-headers.ts";
import { headerNames } from "./header-names.ts";
import { headerValuesFor } from "./header-values.ts";
import styles from "./HeadersPanel.module.css";
import { RangeButton } from "./RangeButton.tsx";
import { RowsEditor } from "./RowsEditor.tsx";
import header from "./RowsEditor.module.css";

/** The request's own headers, and below them what is added, each with its origin and a switch. */
export function HeadersPanel({
  request,
  inherited,
  preview,
  variables,
  onChange,
}: {
  readonly request: HttpRequest;
  readonly inherited: readonly Defaults[];
  readonly preview: Preview | null;
  readonly variables: readonly VariableView[];
  readonly onChange: (next: HttpRequest) => void;
}) {
  const words = useText(requestPartsWords);
  const added = automaticHeaders(request, inherited, preview);
  const own = new Set(request.headers.map((row) => row.name.toLowerCase()));
  const turn = (name: string, on: boolean) =>
    onChange({ ...request, settings: withHeader(request.settings, name, on) });
  const write = ({ name, value, origin }: AutomaticHeader) => {
    // What a preview masks must not become a literal.
    const copied = origin === "auth" || origin === "cookies" ? "" : (value ?? "");
    onChange({ ...request, headers: [...request.headers, { name, value: copied }] });
  };
  return (
    <RowsEditor
      title={words.headers}
      textLabel={words.headersText}
      separator=": "
      rows={request.headers}
      onChange={(headers) => onChange({ ...request, headers })}
      variables={variables}
      names={headerNames}
      values={headerValuesFor}
      tools={
        request.body.kind === "websocket" ? null : (
          <RangeButton
            rows={request.headers}
            onChange={(headers) => onChange({ ...request, headers })}
          />
        )
      }
    >
      {(withDescriptions) => (
        <>
          <header className={header.header}>
            <h3 className={header.title}>{words.automatic}</h3>
          </header>
          {added.length === 0 ? <p className={styles.none}>{words.automaticNone}</p> : null}
          <ul className={styles.list}>
            {added.map((one, index) => (
              <li
                key={`${index} ${one.name}`}
                className={joined(
                  styles.row,
                  withDescriptions && styles.wide,
                  one.value === null && styles.off,
                )}
              >
                <span className={styles.lead}>
                  <input
                    type="checkbox"
                    aria-label={words.add(one.name)}
                    className={styles.tick}
                    checked={one.value !== null}
                    onChange={(event) => turn(one.name, event.currentTarget.checked)}
                  />
                </span>
                <span className={styles.name}>{one.name}</span>
                <span className={styles.value} title={one.value ?? undefined}>
                  {one.value ?? <span className={styles.said}>{words.omitted}</span>}
                </span>
                <span className={styles.origin}>
                  {one.origin === null
                    ? null
                    : one.place === ""
                      ? words.origins[one.origin]
                      : `${words.origins[one.origin]} ${one.place}`}
                </span>
                <span className={styles.tail}>
                  {own.has(one.name.toLowerCase()) ? null : (
                    <IconButton dense label={words.own(one.name)} onPress={() => write(one)}>
                      <PencilLine size={14} aria-hidden="true" />
                    </IconButton>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </RowsEditor>
  );
}
