import { useEffect, useState } from "react";
import type { Exchange } from "../../../shared/model/exchange.ts";
import { isJsonType } from "../../../shared/model/media-type.ts";
import type { Host } from "../../host/connect.ts";
import { useText } from "../../i18n/language.ts";
import { graphqlWords } from "../../i18n/messages/graphql.ts";
import { createByteSource } from "../../views/bytes/byte-source.ts";
import { type GraphqlErrors, graphqlErrors } from "./graphql-errors.ts";
import styles from "./GraphqlNote.module.css";

/** Larger bodies are not looked into. Bytes. */
const most = 1 << 20;

/** Says that the reply to a GraphQL request tells of errors, whatever its status. */
export function GraphqlNote({
  exchange,
  host,
}: {
  readonly exchange: Exchange;
  readonly host: Pick<Host, "bodyUrl">;
}) {
  const words = useText(graphqlWords);
  const [found, setFound] = useState<{ id: string; errors: GraphqlErrors | null } | null>(null);
  const body = exchange.state === "running" ? null : (exchange.hops.at(-1)?.body ?? null);
  const known =
    body !== null && isJsonType(body.mediaType) && body.undecoded !== true && body.size <= most;
  const id = known ? body.id : null;
  const size = known ? body.size : 0;
  useEffect(() => {
    if (id === null || size === 0) return undefined;
    const ending = new AbortController();
    createByteSource(host.bodyUrl(id, { encoded: false }), size, true)
      .read(0, size, ending.signal)
      .then(
        (bytes) => {
          if (ending.signal.aborted) return;
          setFound({ id, errors: graphqlErrors(new TextDecoder().decode(bytes)) });
        },
        // The body pane says what is wrong with it.
        () => undefined,
      );
    return () => ending.abort();
  }, [host, id, size]);
  const errors = found !== null && found.id === id ? found.errors : null;
  if (errors === null) return null;
  return (
    <div className={styles.note} role="status" title={words.errorsHint}>
      <span className={styles.count}>{words.errors(errors.count)}</span>
      <span className={styles.first}>{errors.first.slice(0, 300)}</span>
    </div>
  );
}
