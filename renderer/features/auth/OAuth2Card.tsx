import { useState } from "react";
import type { OAuth2Step, SendInput } from "../../../shared/contract/index.ts";
import type { OAuth2TokenView } from "../../../shared/model/oauth2-token.ts";
import { useApp } from "../../app/app.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { failureSentences } from "../../i18n/messages/failures.ts";
import { oauth2Words } from "../../i18n/messages/oauth2.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { copyText } from "../../views/copy-text.ts";
import styles from "./OAuth2Card.module.css";
import { TokenFacts } from "./TokenFacts.tsx";
import { useOAuth2 } from "./use-oauth2.ts";

/** The token a request would be sent with, and how to get one. */
export function OAuth2Card({
  input,
  flow: kind,
  onExchange,
}: {
  readonly input: SendInput;
  readonly flow: string;
  readonly onExchange?: ((id: string) => void) | undefined;
}) {
  const app = useApp();
  const words = useText(oauth2Words);
  const language = useLanguage();
  const { token, flow, begin, cancel } = useOAuth2(input);
  const exchange = flow.exchange ?? token?.exchange ?? null;
  const failure = flow.failure;
  return (
    <section className={styles.card} aria-label={words.title} data-flow={kind}>
      <div className={styles.head}>
        <h3 className={styles.title}>{words.title}</h3>
        {flow.running ? (
          <Button dense onPress={cancel}>
            {words.cancel}
          </Button>
        ) : (
          <>
            {token?.refreshable ? (
              <Button dense onPress={() => begin(true)}>
                {words.refresh}
              </Button>
            ) : null}
            <Button dense onPress={() => begin(false)}>
              {token ? words.again : words.get}
            </Button>
          </>
        )}
      </div>
      <div role="status" className={styles.status}>
        {flow.running ? <FlowStep step={flow.step} /> : null}
        {failure !== null && failure.kind !== "cancelled" ? (
          <p className={styles.failure}>
            {failureSentences(failure, language).what} {failureSentences(failure, language).remedy}
          </p>
        ) : null}
        {flow.said === "" ? null : <p className={styles.said}>{words.said(flow.said)}</p>}
      </div>
      {token ? (
        <Token token={token} />
      ) : flow.running ? null : (
        <p className={styles.quiet}>{words.none}</p>
      )}
      <div className={styles.foot}>
        {token ? (
          <Button
            dense
            variant="quiet"
            onPress={() => void app.remote["oauth2.forget"]({ key: token.key })}
          >
            {words.forget}
          </Button>
        ) : null}
        {exchange !== null && onExchange ? (
          <Button dense variant="quiet" onPress={() => onExchange(exchange)}>
            {words.exchange}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

function Token({ token }: { readonly token: OAuth2TokenView }) {
  const app = useApp();
  const words = useText(oauth2Words);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const which = token.masked === "" ? "id_token" : "access_token";
    const done = await copyText(() => app.remote["oauth2.reveal"]({ key: token.key, which }));
    setCopied(done !== null);
  };
  return (
    <>
      <div className={styles.token}>
        <code className={styles.masked}>{token.masked}</code>
        <Button dense variant="quiet" onPress={() => void copy()}>
          {copied ? words.copied : words.copy}
        </Button>
      </div>
      <TokenFacts token={token} />
    </>
  );
}

/** What the person has to do now. */
function FlowStep({ step }: { readonly step: OAuth2Step | null }) {
  const app = useApp();
  const words = useText(oauth2Words);
  const [pasted, setPasted] = useState("");
  if (step === null) return <p className={styles.quiet}>{words.asking}</p>;
  switch (step.kind) {
    case "browser":
      return (
        <>
          <p>{words.browser(hostOf(step.url))}</p>
          <Address url={step.url} />
          <p className={styles.quiet}>{words.comesBack(step.callback)}</p>
        </>
      );
    case "paste":
      return (
        <>
          <p>{words.browser(hostOf(step.url))}</p>
          <Address url={step.url} />
          <p>{words.paste}</p>
          <div className={styles.token}>
            <Field
              mono
              className={styles.grow}
              aria-label={words.pasteField}
              placeholder={step.callback}
              value={pasted}
              onChange={setPasted}
            />
            <Button
              dense
              isDisabled={pasted.trim() === ""}
              onPress={() => void app.remote["oauth2.answer"]({ flow: step.flow, url: pasted })}
            >
              {words.use}
            </Button>
          </div>
        </>
      );
    case "device":
      return (
        <>
          <p>{words.device}</p>
          <code className={styles.code}>{step.userCode}</code>
          <p className={styles.quiet}>{step.url}</p>
          <Address url={step.completeUrl || step.url} />
        </>
      );
    case "exchange":
    case "token":
    case "failed":
      return null;
  }
}

/** A link, so that the person opens it and sees where it goes. */
function Address({ url }: { readonly url: string }) {
  const words = useText(oauth2Words);
  return (
    <div className={styles.token}>
      <a className={styles.open} href={url} target="_blank" rel="noopener noreferrer" title={url}>
        {words.open}
      </a>
      <Button dense variant="quiet" onPress={() => void copyText(url)}>
        {words.copyAddress}
      </Button>
    </div>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
