import type { HttpRequest, Param, Row } from "../../../shared/model/request.ts";
import { paramsOf, withQuery } from "../../../shared/model/url-params.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { useText } from "../../i18n/language.ts";
import { requestWords } from "../../i18n/messages/request.ts";
import { requestPartsWords } from "../../i18n/messages/request-parts.ts";
import { RowTable } from "../../ui/RowTable.tsx";
import { ValueCell } from "./LongValue.tsx";
import styles from "./ParamsPanel.module.css";
import { RowsEditor } from "./RowsEditor.tsx";
import header from "./RowsEditor.module.css";

/** Query and path parameters. The URL is the truth; a switched-off query row lives only here. */
export function ParamsPanel({
  request,
  variables,
  onChange,
}: {
  readonly request: HttpRequest;
  readonly variables: readonly VariableView[];
  readonly onChange: (next: HttpRequest) => void;
}) {
  const words = useText(requestPartsWords);
  const shared = useText(requestWords);
  const repaired = paramsOf(request.url, request.params);
  const path = repaired.filter((row) => row.type === "path");
  // Rows that agree with the URL are shown as they are: one being typed is not in the URL yet.
  const inStep = withQuery(request.url, request.params) === request.url;
  const query = (inStep ? request.params : repaired).filter((row) => row.type === "query");

  const setQuery = (rows: readonly Row[]) => {
    const next: Param[] = [...rows.map((row) => ({ ...row, type: "query" as const })), ...path];
    onChange({ ...request, url: withQuery(request.url, next), params: next });
  };
  const setPath = (rows: readonly Param[]) => onChange({ ...request, params: [...query, ...rows] });
  return (
    <>
      {path.length === 0 ? null : (
        <section className={header.section}>
          <header className={header.header}>
            <h3 className={header.title}>{words.path}</h3>
          </header>
          <RowTable
            fixed
            label={words.path}
            rows={path}
            onChange={setPath}
            blank={{ name: "", value: "", type: "path" }}
            isBlank={() => false}
            columns={[
              {
                id: "name",
                label: shared.name,
                width: "minmax(120px, min(36%, 340px))",
                cell: ({ row }) => <span className={styles.name}>:{row.name}</span>,
              },
              {
                id: "value",
                label: shared.value,
                width: "minmax(140px, 1fr)",
                cell: ({ row, label, set }) => (
                  <ValueCell
                    label={label}
                    placeholder={shared.value}
                    variables={variables}
                    value={row.value}
                    onChange={(value) => set({ ...row, value })}
                  />
                ),
              },
            ]}
          />
        </section>
      )}
      <RowsEditor
        query
        title={words.query}
        textLabel={words.queryText}
        separator="="
        rows={query.map(({ type: _, ...row }) => row)}
        onChange={setQuery}
        variables={variables}
      />
    </>
  );
}
