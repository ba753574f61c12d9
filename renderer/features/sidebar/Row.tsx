import { ChevronRight, Ellipsis, TriangleAlert } from "lucide-react";
import { useLanguage, useText } from "../../i18n/language.ts";
import { common } from "../../i18n/messages/common.ts";
import { failureSentences, failureText } from "../../i18n/messages/failures.ts";
import { git } from "../../i18n/messages/git.ts";
import { sidebar } from "../../i18n/messages/sidebar.ts";
import type { Failure } from "../../../shared/model/failure.ts";
import { Method } from "../../ui/Method.tsx";
import type { TreePoint } from "../../ui/Tree.tsx";
import { letters, type PlaceMark } from "../git/marks.ts";
import { Name, NameField } from "./Name.tsx";
import styles from "./Row.module.css";
import type { SidebarRow } from "./rows.ts";

const marks = { graphql: "GQL", grpc: "gRPC", websocket: "WS", other: "…" } as const;

/** One line of the sidebar: a collection, a folder, a request or a file that cannot be read. */
export function Row({
  row,
  dirty,
  mark,
  cut,
  editing,
  onRename,
  onMenu,
}: {
  readonly row: SidebarRow;
  readonly dirty: boolean;
  readonly mark: PlaceMark | undefined;
  readonly cut: boolean;
  readonly editing: boolean;
  readonly onRename: (name: string | null, byKey: boolean) => void;
  readonly onMenu: (point: TreePoint) => void;
}) {
  const words = useText(sidebar);
  const { more } = useText(common);
  const gitWords = useText(git);
  const language = useLanguage();
  if (row.hint) return <Hint row={row} />;
  const problem = problemOf(row);
  return (
    <>
      <span className={styles.lead} data-toggle={row.expanded === null ? undefined : ""}>
        {row.expanded === null ? null : (
          <ChevronRight
            size={14}
            aria-hidden="true"
            className={styles.chevron}
            data-open={row.expanded || undefined}
          />
        )}
      </span>
      <Kind row={row} />
      {editing ? (
        <NameField name={row.text} label={words.nameOf(row.text)} onDone={onRename} />
      ) : (
        <span
          className={styles.label}
          data-collection={row.node === null || undefined}
          data-cut={cut || undefined}
          data-ignored={mark === "ignored" || undefined}
          title={problem ? failureText(problem, language) : row.text}
        >
          <Name text={row.text} marks={row.marks} />
        </span>
      )}
      {problem ? (
        <span role="img" aria-label={words.problem} className={styles.problem}>
          <TriangleAlert size={14} aria-hidden="true" />
        </span>
      ) : null}
      {mark === undefined || mark === "ignored" ? null : (
        <span
          className={styles.git}
          data-mark={mark}
          role="img"
          aria-label={mark === "below" ? "" : gitWords.marks[mark]}
          aria-hidden={mark === "below" || undefined}
          title={mark === "below" ? undefined : gitWords.marks[mark]}
        >
          {letters[mark]}
        </span>
      )}
      {dirty ? <span role="img" aria-label={words.unsaved} className={styles.dot} /> : null}
      <button
        type="button"
        tabIndex={-1}
        aria-hidden="true"
        title={more}
        className={styles.more}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          onMenu({ x: box.left, y: box.bottom });
        }}
      >
        <Ellipsis size={14} />
      </button>
    </>
  );
}

/** What stands before the name of an item: its method, or what it is instead. */
function Kind({ row }: { readonly row: SidebarRow }) {
  const words = useText(sidebar);
  const { node } = row;
  if (node?.kind !== "request") return null;
  if (node.itemKind === "http") {
    return <Method method={node.raw ? "RAW" : node.method} className={styles.method} />;
  }
  return (
    <span className={styles.kind} title={words[node.itemKind]}>
      {marks[node.itemKind]}
    </span>
  );
}

function Hint({ row }: { readonly row: SidebarRow }) {
  const words = useText(sidebar);
  const language = useLanguage();
  const { problem } = row.collection;
  const text =
    row.hint === "problem" && problem
      ? failureSentences(problem, language).what
      : words.emptyFolder;
  return (
    <span className={styles.hint} title={problem ? failureText(problem, language) : text}>
      {text}
    </span>
  );
}

function problemOf({ node, collection }: SidebarRow): Failure | undefined {
  if (node === null) return collection.problem;
  return node.kind === "request" ? undefined : node.problem;
}
