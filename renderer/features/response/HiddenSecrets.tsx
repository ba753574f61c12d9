import { EyeOff } from "lucide-react";
import { useEffect, useState } from "react";
import { toFailure, type Failure } from "../../../shared/model/failure.ts";
import type { Host } from "../../host/connect.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { Button } from "../../ui/Button.tsx";
import styles from "./Response.module.css";

export type SecretsState = "none" | "hidden" | "shown";

/** Whether an exchange's bytes hold secrets, whether they are hidden, and how to change that. */
export function useHiddenSecrets(
  exchangeId: string | null,
  ended: boolean,
  host: Pick<Host, "remote">,
) {
  const [state, setState] = useState<SecretsState>("none");
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    if (exchangeId === null) return;
    const gone = new AbortController();
    host.remote["exchange.secrets"]({ id: exchangeId }, gone.signal).then(
      (found) => {
        if (!gone.signal.aborted) setState(found);
      },
      (thrown: unknown) => {
        const why = toFailure(thrown);
        if (!gone.signal.aborted && why.code === "record-sealed") setFailure(why);
      },
    );
    return () => gone.abort();
  }, [exchangeId, ended, host]);
  const show = async (shown: boolean) => {
    if (exchangeId === null) return;
    await host.remote["exchange.showSecrets"]({ id: exchangeId, shown });
    setState(shown ? "shown" : "hidden");
  };
  return { state, failure, show };
}

/** Says that the secrets are hidden, and shows them when the person asks to. */
export function HiddenSecrets({
  state,
  failure,
  onShow,
}: {
  readonly state: SecretsState;
  readonly failure: Failure | null;
  readonly onShow: (shown: boolean) => void;
}) {
  const words = useText(responseWords);
  const language = useLanguage();
  if (failure !== null)
    return (
      <p role="alert" className={styles.secrets}>
        {Object.values(failureSentences(failure, language)).join(" ")}
      </p>
    );
  if (state === "none") return null;
  return (
    <p className={styles.secrets}>
      <EyeOff size={14} aria-hidden="true" />
      <span>{state === "hidden" ? words.secretsHidden : words.secretsShown}</span>
      <Button variant="quiet" dense onPress={() => onShow(state === "hidden")}>
        {state === "hidden" ? words.showSecrets : words.hideSecrets}
      </Button>
    </p>
  );
}
