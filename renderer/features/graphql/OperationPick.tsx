import { operationsOf } from "../../../shared/formats/graphql/operations.ts";
import type { GraphqlBody } from "../../../shared/model/request.ts";
import { useText } from "../../i18n/language.ts";
import { graphqlWords } from "../../i18n/messages/graphql.ts";
import { type Option, Select } from "../../ui/Select.tsx";
import styles from "./GraphqlBody.module.css";

/** Picks the operation that runs, where the document has several. */
export function OperationPick({
  body,
  onChange,
}: {
  readonly body: GraphqlBody;
  readonly onChange: (next: GraphqlBody) => void;
}) {
  const words = useText(graphqlWords);
  const { operation, ...rest } = body;
  const names = [...new Set(operationsOf(body.query).map(({ name }) => name))];
  const known = names.filter((name) => name !== "");
  if (names.length < 2 && operation === undefined) return null;
  const options: readonly Option<string>[] = [
    { id: "-", label: words.operationUnnamed },
    ...known.map((name) => ({ id: `+${name}`, label: name })),
    ...(operation === undefined || known.includes(operation)
      ? []
      : [{ id: `+${operation}`, label: words.operationGone(operation) }]),
  ];
  return (
    <Select
      className={styles.operation}
      label={words.operation}
      options={options}
      value={operation === undefined ? "-" : `+${operation}`}
      onChange={(id) => onChange(id === "-" ? rest : { ...rest, operation: id.slice(1) })}
    />
  );
}
