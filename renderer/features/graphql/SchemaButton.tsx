import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import { graphqlWords } from "../../i18n/messages/graphql.ts";
import { notify } from "../../state/notices.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Tooltip } from "../../ui/Tooltip.tsx";
import styles from "./GraphqlBody.module.css";
import { fetchSchema } from "./schema.ts";
import type { SchemaAssist } from "./schema-assist.ts";

/** Fetches the schema of the request's service, and says which one is known. */
export function SchemaButton({
  documentKey,
  schema,
}: {
  readonly documentKey: string;
  readonly schema: SchemaAssist | null;
}) {
  const app = useApp();
  const words = useText(graphqlWords);
  const [busy, setBusy] = useState(false);
  const fetchIt = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const found = await fetchSchema(app, documentKey);
    setBusy(false);
    if (!found)
      notify(app.notices, { tone: "bad", text: words.noSchema, detail: words.noSchemaDetail });
  };
  if (schema === null)
    return (
      <Tooltip label={words.fetchSchemaHint}>
        <Button dense variant="quiet" onPress={() => void fetchIt()}>
          {words.fetchSchema}
        </Button>
      </Tooltip>
    );
  return (
    <span className={styles.schema}>
      {words.schemaOf(schema.types)}
      <IconButton dense label={words.fetchAgain} onPress={() => void fetchIt()}>
        <RefreshCw size={14} aria-hidden="true" />
      </IconButton>
    </span>
  );
}
