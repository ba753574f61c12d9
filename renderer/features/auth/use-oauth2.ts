import { useEffect, useRef, useState } from "react";
import type { OAuth2Step, SendInput } from "../../../shared/contract/index.ts";
import { type Failure, toFailure } from "../../../shared/model/failure.ts";
import type { OAuth2TokenView } from "../../../shared/model/oauth2-token.ts";
import { useApp } from "../../app/app.ts";

/** Where a flow stands. */
export interface TokenFlow {
  readonly running: boolean;
  readonly step: OAuth2Step | null;
  readonly failure: Failure | null;
  /** The authorization server's own words about the failure. */
  readonly said: string;
  /** The last request to the authorization server. */
  readonly exchange: string | null;
}

const still: TokenFlow = { running: false, step: null, failure: null, said: "", exchange: null };

/** The token of a request and the flow that fetches one. A flow ends with the card that began it. */
export function useOAuth2(input: SendInput): {
  readonly token: OAuth2TokenView | null;
  readonly flow: TokenFlow;
  readonly begin: (refresh: boolean) => void;
  readonly cancel: () => void;
} {
  const app = useApp();
  const [tokens, setTokens] = useState<readonly OAuth2TokenView[]>([]);
  const [key, setKey] = useState<string | null>(null);
  const [flow, setFlow] = useState(still);
  const controller = useRef<AbortController | null>(null);

  useEffect(() => {
    const ended = new AbortController();
    const follow = async () => {
      for await (const value of app.remote["oauth2.tokens"](ended.signal)) setTokens(value);
    };
    follow().catch(() => undefined);
    return () => ended.abort();
  }, [app]);

  // The same settings name the same token: only what changes them asks again.
  const asked = JSON.stringify(input);
  useEffect(() => {
    const ended = new AbortController();
    app.remote["oauth2.keyOf"](JSON.parse(asked) as SendInput, ended.signal).then(
      (found) => {
        if (!ended.signal.aborted) setKey(found);
      },
      () => undefined,
    );
    return () => ended.abort();
  }, [app, asked]);

  useEffect(() => () => controller.current?.abort(), []);

  const begin = (refresh: boolean) => {
    controller.current?.abort();
    const own = new AbortController();
    controller.current = own;
    const mine = () => controller.current === own;
    setFlow({ ...still, running: true });
    const run = async () => {
      for await (const step of app.remote["oauth2.get"]({ input, refresh }, own.signal)) {
        if (!mine()) return;
        if (step.kind === "exchange") setFlow((now) => ({ ...now, step: null, exchange: step.id }));
        else if (step.kind === "failed")
          setFlow((now) => ({
            ...now,
            running: false,
            step: null,
            failure: step.failure,
            said: step.said,
          }));
        else if (step.kind === "token") setFlow((now) => ({ ...now, running: false, step: null }));
        else setFlow((now) => ({ ...now, step }));
      }
    };
    run()
      .catch((thrown: unknown) => {
        if (mine()) setFlow({ ...still, failure: toFailure(thrown) });
      })
      .finally(() => {
        if (mine()) setFlow((now) => ({ ...now, running: false }));
      });
  };
  const cancel = () => {
    controller.current?.abort();
    controller.current = null;
    setFlow(still);
  };
  return { token: tokens.find((one) => one.key === key) ?? null, flow, begin, cancel };
}
