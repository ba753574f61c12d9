import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components";
import styles from "./Tabs.module.css";
import { joined } from "./joined.ts";

export interface TabItem<Id extends string> {
  readonly id: Id;
  readonly label: string;
  /** After the label, dimmed: "3+6", "json". */
  readonly note?: ReactNode;
  readonly content: () => ReactNode;
}

/** Panels under a row of tabs; only the chosen one is mounted. `trailing` stands at the row's end. */
export function Tabs<Id extends string>({
  label,
  items,
  value,
  onChange,
  trailing,
  className,
}: {
  readonly label: string;
  readonly items: readonly TabItem<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  readonly trailing?: ReactNode;
  readonly className?: string | undefined;
}) {
  return (
    <AriaTabs
      selectedKey={value}
      onSelectionChange={(key) => {
        const chosen = items.find((item) => item.id === key);
        if (chosen) onChange(chosen.id);
      }}
      keyboardActivation="manual"
      className={joined(styles.tabs, className)}
    >
      <div className={styles.row}>
        <TabList aria-label={label} className={styles.list ?? ""}>
          {items.map((item) => (
            <Tab key={item.id} id={item.id} className={styles.tab ?? ""}>
              {item.label}
              {item.note === undefined || item.note === null ? null : (
                <span className={styles.note}>{item.note}</span>
              )}
            </Tab>
          ))}
        </TabList>
        {trailing ? <div className={styles.trailing}>{trailing}</div> : null}
      </div>
      {items.map((item) => (
        <TabPanel key={item.id} id={item.id} className={styles.panel ?? ""}>
          {item.id === value ? item.content() : null}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
