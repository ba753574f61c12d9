import type { ReactNode } from "react";
import { RowTable, type RowTableProps } from "../../ui/RowTable.tsx";
import rows from "./RowsEditor.module.css";
import styles from "./RowsSection.module.css";

/** Rows under a heading, and what there is to know about them below. */
export function RowsSection<R extends { readonly disabled?: boolean }>({
  title,
  hint,
  ...table
}: Omit<RowTableProps<R>, "label"> & { readonly title: string; readonly hint: ReactNode }) {
  return (
    <section className={rows.section}>
      <header className={rows.header}>
        <h3 className={rows.title}>{title}</h3>
      </header>
      <RowTable label={title} {...table} />
      <p className={styles.hint}>{hint}</p>
    </section>
  );
}
