import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import {
  Select as AriaSelect,
  Button,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from "react-aria-components";
import menu from "./Menu.module.css";
import styles from "./Select.module.css";
import { joined } from "./joined.ts";

export interface Option<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly className?: string | undefined;
}

/** One of a few. `label` is its accessible name; it is not drawn. */
export function Select<Id extends string>({
  label,
  options,
  value,
  onChange,
  quiet,
  className,
  placeholder,
  isDisabled,
}: {
  readonly label: string;
  readonly options: readonly Option<Id>[];
  readonly value: Id | null;
  readonly onChange: (id: Id) => void;
  readonly quiet?: boolean;
  readonly className?: string | undefined;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
}) {
  return (
    <AriaSelect
      aria-label={label}
      value={value}
      isDisabled={isDisabled ?? false}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen) onChange(chosen.id);
      }}
      className={joined(styles.select, className)}
    >
      <Button className={joined(styles.button, quiet && styles.quiet)}>
        <SelectValue className={styles.value ?? ""} />
        <ChevronDown size={14} aria-hidden="true" className={styles.chevron} />
      </Button>
      <Popover offset={4} className={menu.popover ?? ""}>
        <ListBox className={menu.menu ?? ""} items={options}>
          {(option) => (
            <ListBoxItem
              id={option.id}
              textValue={option.label}
              className={joined(menu.item, styles.option)}
            >
              {option.icon}
              <span className={joined(menu.label, option.className)}>{option.label}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
