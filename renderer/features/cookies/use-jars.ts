import { useEffect, useState } from "react";
import { type CookieJar, jarOf, jarOwner } from "../../../shared/model/cookie.ts";
import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { environmentOf } from "../../app/send.ts";
import { useText } from "../../i18n/language.ts";
import { cookies as messages } from "../../i18n/messages/cookies.ts";
import { useCurrentCollection } from "../shell/current.ts";

/** A jar with its words. */
export interface NamedJar extends CookieJar {
  readonly label: string;
}

/** Every jar that holds something, and those the requests in sight would use. null: not known yet. */
export function useJars(): readonly NamedJar[] | null {
  const app = useApp();
  const words = useText(messages);
  const current = useCurrentCollection();
  const collections = useStore(app.replica, (replica) => replica.collections);
  const environments = useStore(app.session, (session) => session.environments);
  const [jars, setJars] = useState<readonly CookieJar[] | null>(null);
  useEffect(() => {
    const ended = new AbortController();
    const follow = async () => {
      for await (const item of app.remote["cookies.watch"](ended.signal)) setJars(item);
    };
    void follow().catch(() => undefined);
    return () => ended.abort();
  }, [app]);
  if (jars === null) return null;
  const chosen =
    current === null || environments[current] === null ? null : environmentOf(app, current ?? "");
  const near =
    current === null
      ? []
      : [jarOf("collection", current, null), jarOf("environment", current, chosen)];
  const missing = near.filter((id) => !jars.some((jar) => jar.id === id));
  const all = [...jars, ...missing.map((id) => ({ id, ...jarOwner(id), cookies: [] }))];
  const nameOf = ({ collectionId, environment }: CookieJar): string => {
    if (collectionId === null) return words.everything;
    const collection = collections.find(({ id }) => id === collectionId)?.name ?? words.closed;
    if (environment === null) return collection;
    return words.environment(collection, environment === "" ? words.noEnvironment : environment);
  };
  return all.map((jar) => ({ ...jar, label: nameOf(jar) }));
}
