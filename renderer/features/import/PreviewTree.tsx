import { ChevronRight, Folder, Library, Variable } from "lucide-react";
import { useState } from "react";
import type { ImportPreview, ImportPreviewItem } from "../../../shared/contract/imports.ts";
import { useText } from "../../i18n/language.ts";
import { importWords } from "../../i18n/messages/import.ts";
import { Method } from "../../ui/Method.tsx";
import { Tree } from "../../ui/Tree.tsx";
import type { TreeRow } from "../../ui/tree-keys.ts";
import styles from "./Import.module.css";

interface Row extends TreeRow {
  readonly kind: "collection" | "folder" | "request" | "environment";
  readonly method: string;
}

/** What would be written, as the sidebar would show it. */
export function PreviewTree({ preview }: { readonly preview: ImportPreview }) {
  const words = useText(importWords);
  const [closed, setClosed] = useState<ReadonlySet<string>>(() => initiallyClosed(preview));
  const [cursor, setCursor] = useState<string | null>(null);
  const rows = rowsOf(preview, closed, words.environments);
  return (
    <Tree
      label={words.tree}
      rows={rows}
      cursor={cursor}
      onCursor={(row) => setCursor(row.id)}
      onPress={() => undefined}
      onOpen={() => undefined}
      onToggle={(row, open) => {
        const next = new Set(closed);
        if (open) next.delete(row.id);
        else next.add(row.id);
        setClosed(next);
      }}
      render={(row) => (
        <>
          <span className={styles.mark} data-toggle={row.expanded === null ? undefined : ""}>
            {row.expanded === null ? null : (
              <ChevronRight size={14} aria-hidden="true" data-open={row.expanded || undefined} />
            )}
          </span>
          <span className={styles.icon}>{iconOf(row)}</span>
          <span className={styles.name}>{row.text}</span>
        </>
      )}
    />
  );
}

function iconOf(row: Row) {
  switch (row.kind) {
    case "collection":
      return <Library size={14} aria-hidden="true" />;
    case "folder":
      return <Folder size={14} aria-hidden="true" />;
    case "environment":
      return <Variable size={14} aria-hidden="true" />;
    case "request":
      return <Method method={row.method} />;
  }
}

/** Large imports begin with their folders closed: their shape is seen at once. */
function initiallyClosed(preview: ImportPreview): ReadonlySet<string> {
  const closed = new Set<string>();
  if (preview.figures.requests <= 40) return closed;
  const walk = (items: readonly ImportPreviewItem[], id: string): void => {
    items.forEach((item, index) => {
      if (item.kind !== "folder") return;
      closed.add(`${id}/${index}`);
      walk(item.children, `${id}/${index}`);
    });
  };
  preview.collections.forEach((collection, index) => walk(collection.children, `${index}`));
  return closed;
}

function rowsOf(
  preview: ImportPreview,
  closed: ReadonlySet<string>,
  environments: string,
): readonly Row[] {
  const rows: Row[] = [];
  const walk = (items: readonly ImportPreviewItem[], id: string, level: number): void => {
    items.forEach((item, index) => {
      const own = `${id}/${index}`;
      const place = {
        id: own,
        level,
        text: item.name,
        position: index + 1,
        siblings: items.length,
      };
      if (item.kind === "request") {
        const method = item.method || item.itemKind;
        rows.push({ ...place, kind: "request", method, expanded: null });
        return;
      }
      const open = !closed.has(own);
      rows.push({
        ...place,
        kind: "folder",
        method: "",
        expanded: item.children.length === 0 ? null : open,
      });
      if (open) walk(item.children, own, level + 1);
    });
  };
  const roots = preview.collections.length + (preview.environments.length > 0 ? 1 : 0);
  preview.collections.forEach((collection, index) => {
    const id = `${index}`;
    const open = !closed.has(id);
    rows.push({
      id,
      level: 1,
      text: collection.name,
      position: index + 1,
      siblings: roots,
      kind: "collection",
      method: "",
      expanded: collection.children.length === 0 ? null : open,
    });
    if (open) walk(collection.children, id, 2);
  });
  if (preview.environments.length > 0) {
    const open = !closed.has("environments");
    rows.push({
      id: "environments",
      level: 1,
      text: environments,
      position: roots,
      siblings: roots,
      kind: "folder",
      method: "",
      expanded: open,
    });
    if (open)
      preview.environments.forEach((name, index) =>
        rows.push({
          id: `environments/${index}`,
          level: 2,
          text: name,
          position: index + 1,
          siblings: preview.environments.length,
          kind: "environment",
          method: "",
          expanded: null,
        }),
      );
  }
  return rows;
}
