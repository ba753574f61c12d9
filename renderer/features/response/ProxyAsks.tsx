import type { Hop } from "../../../shared/model/exchange.ts";
import { useText } from "../../i18n/language.ts";
import { remedyWords } from "../../i18n/messages/remedies.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { Button } from "../../ui/Button.tsx";
import styles from "./Response.module.css";

/** A 407 that came as the reply is the proxy's word and not the server's: nothing else on the page would say so. */
export function ProxyAsks({ hop, onChange }: { readonly hop: Hop; readonly onChange: () => void }) {
  const words = useText(responseWords);
  const buttons = useText(remedyWords);
  if (hop.response?.status !== 407 || hop.connection?.proxy === undefined) return null;
  return (
    <div role="status" className={styles.faults}>
      <span className={styles.faultText}>{words.proxyAsks}</span>
      <Button variant="quiet" dense onPress={onChange}>
        {buttons["change-proxy"]}
      </Button>
    </div>
  );
}
