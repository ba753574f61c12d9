import type { ReactNode } from "react";
import styles from "./panes.module.css";

/** A name and what it is, inside a `dl`. `plain`: words, not text of the wire. */
export function Fact({
  name,
  plain = false,
  children,
}: {
  readonly name: string;
  readonly plain?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={plain ? styles.words : undefined}>{children}</dd>
    </>
  );
}
