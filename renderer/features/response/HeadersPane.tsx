import { Copy } from "lucide-react";
import type { ReactNode } from "react";
import type { Hop, ResponseHead } from "../../../shared/model/exchange.ts";
import type { HeaderField, HeaderOrigin } from "../../../shared/model/header.ts";
import { formatDuration } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/language.ts";
import { frameWords } from "../../i18n/messages/frames.ts";
import { responseWords } from "../../i18n/messages/response.ts";
import { Empty } from "../../ui/Empty.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { copyText } from "../../views/copy-text.ts";
import { useBriefly } from "./BodyBar.tsx";
import { type Choices, chosen } from "./choices.ts";
import { HeaderTable } from "./HeaderTable.tsx";
import styles from "./panes.module.css";

/** A header of either direction; a sent one says who put it there. */
export interface HeaderRow {
  readonly name: string;
  readonly value: string;
  readonly origin?: HeaderOrigin;
}

const sides = ["received", "sent"] as const;

/** Header fields as they went over the wire: case, order and duplicates kept, on both sides. */
export function HeadersPane({ hop, choices }: { readonly hop: Hop; readonly choices: Choices }) {
  const words = useText(responseWords);
  const says = useText(frameWords);
  const language = useLanguage();
  const [said, say] = useBriefly();
  const side = chosen(choices, "headers", sides, "received");
  const { response, trailers, informational } = hop;
  const sent: readonly HeaderRow[] = hop.requestHeaders;
  const copyAll = async () => {
    const rows = side === "sent" ? sent : [...(response?.headers ?? []), ...trailers].map(rowOf);
    const text = rows.map(({ name, value }) => `${name}: ${value}\n`).join("");
    const count = await copyText(text);
    say(count === null ? words.copyFailed : words.copied(String(rows.length)));
  };
  return (
    <div className={styles.column}>
      <div className={styles.bar}>
        <Segmented
          label={words.headersOf}
          value={side}
          onChange={(next) => choices.set("headers", next)}
          options={[
            { id: "received", label: words.received },
            { id: "sent", label: words.sent },
          ]}
        />
        <span className={styles.said} role="status">
          {said}
        </span>
        <IconButton label={words.copyAllHeaders} dense onPress={() => void copyAll()}>
          <Copy size={14} aria-hidden="true" />
        </IconButton>
      </div>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={words.headers}>
        {side === "sent" ? (
          <>
            {hop.requestTarget === "" && sent.length === 0 ? (
              <Empty title={words.noRequestHeaders} />
            ) : (
              <>
                <Group line={`${hop.method} ${hop.requestTarget} HTTP/${hop.requestHttpVersion}`}>
                  {hop.requestHttpVersion === "2" ? says.lowerCase : null}
                </Group>
                <HeaderTable rows={sent} label={words.sent} />
              </>
            )}
          </>
        ) : (
          <>
            {informational.map((head, at) => (
              // 1xx responses come in order and have no other identity.
              <div key={at}>
                <Group line={statusLine(head)}>{words.at(formatDuration(head.at, language))}</Group>
                {head.headers.length === 0 ? null : (
                  <HeaderTable rows={head.headers.map(rowOf)} label={statusLine(head)} />
                )}
              </div>
            ))}
            {response === null ? (
              <Empty title={words.noHeaders}>{words.noHead}</Empty>
            ) : response.status === 0 ? (
              <Empty title={words.noHeaders}>{words.noHeadAtAll}</Empty>
            ) : (
              <>
                <Group line={statusLine(response)} />
                {response.headers.length === 0 ? (
                  <p className={styles.group}>{words.noHeadersText}</p>
                ) : (
                  <HeaderTable rows={response.headers.map(rowOf)} label={words.received} keeps />
                )}
              </>
            )}
            {trailers.length === 0 ? null : (
              <>
                <Group>{words.trailers}</Group>
                <HeaderTable rows={trailers.map(rowOf)} label={words.trailers} />
              </>
            )}
          </>
        )}
      </div>
    </div>
  );
}

function Group({ line, children }: { readonly line?: string; readonly children?: ReactNode }) {
  return (
    <h3 className={styles.group}>
      {line === undefined ? null : <code>{line}</code>}
      {children ? <span className={styles.aside}>{children}</span> : null}
    </h3>
  );
}

function statusLine({ httpVersion, status, reason }: ResponseHead): string {
  return `HTTP/${httpVersion} ${status} ${reason}`.trimEnd();
}

function rowOf([name, value]: HeaderField): HeaderRow {
  return { name, value };
}
