import { inQuery } from "../../../shared/formats/graphql/over-http.ts";
import type { GraphqlBody as Body } from "../../../shared/model/request.ts";
import type { VariableView } from "../../../shared/model/variable.ts";
import { Editor } from "../../editor/Editor.tsx";
import { useText } from "../../i18n/language.ts";
import { graphqlWords } from "../../i18n/messages/graphql.ts";
import { Button } from "../../ui/Button.tsx";
import { hasPage, useGoTo } from "../variables/go-to.ts";
import styles from "./GraphqlBody.module.css";
import { useSchema } from "./schema.ts";
import { SchemaButton } from "./SchemaButton.tsx";

/** A GraphQL request's document beside the JSON of its variables; one above the other where there is no room. */
export function GraphqlBody({
  documentKey,
  collectionId,
  body,
  method,
  url,
  variables,
  onChange,
  onFormat,
  onSend,
}: {
  readonly documentKey: string;
  readonly collectionId: string | null;
  readonly body: Body;
  readonly method: string;
  readonly url: string;
  readonly variables: readonly VariableView[];
  readonly onChange: (next: Body) => void;
  /** Lays out the JSON of the variables. */
  readonly onFormat: () => void;
  readonly onSend: () => void;
}) {
  const words = useText(graphqlWords);
  const goTo = useGoTo();
  const schema = useSchema(collectionId, url);
  const shared = { variables, canGoTo: hasPage, onGoTo: goTo, onSubmit: onSend } as const;
  return (
    <div className={styles.box}>
      {inQuery(method) ? <p className={styles.note}>{words.inUrl}</p> : null}
      <div className={styles.editors}>
        <section className={styles.part}>
          <header className={styles.head}>
            <h3 className={styles.title}>{words.query}</h3>
            <SchemaButton documentKey={documentKey} schema={schema} />
          </header>
          <Editor
            {...shared}
            className={styles.editor}
            label={words.queryLabel}
            language="graphql"
            assist={schema}
            value={body.query}
            onChange={(query) => onChange({ ...body, query })}
          />
        </section>
        <section className={styles.part}>
          <header className={styles.head}>
            <h3 className={styles.title}>{words.variables}</h3>
            <Button dense variant="quiet" onPress={onFormat}>
              {words.formatVariables}
            </Button>
          </header>
          <Editor
            {...shared}
            className={styles.editor}
            label={words.variablesLabel}
            language="json"
            value={body.variables}
            onChange={(text) => onChange({ ...body, variables: text })}
          />
        </section>
      </div>
    </div>
  );
}
