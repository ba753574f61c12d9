import { ChevronDown } from "lucide-react";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useText } from "../../i18n/language.ts";
import { requestWords } from "../../i18n/messages/request.ts";
import { Float } from "../../ui/Float.tsx";
import { joined } from "../../ui/joined.ts";
import styles from "./MethodField.module.css";

/** The methods of RFC 9110, PATCH (RFC 5789) and QUERY, in the order they are used. Any other can be typed. */
const methods = [
  "GET",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "HEAD",
  "OPTIONS",
  "TRACE",
  "CONNECT",
  "QUERY",
] as const;

/** The method as coloured text that can be typed over or chosen from a list. Methods are case-sensitive: kept as typed. */
export function MethodField({
  method,
  onChange,
}: {
  readonly method: string;
  readonly onChange: (method: string) => void;
}) {
  const words = useText(requestWords);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);

  const show = () => {
    setOpen(true);
    setActive(methods.findIndex((known) => known === method));
  };
  const pick = (chosen: string | undefined) => {
    setOpen(false);
    if (chosen !== undefined) onChange(chosen);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && !open) show();
    else if (step !== 0) setActive((active + step + methods.length) % methods.length);
    else if (open && event.key === "Enter") pick(methods[active]);
    else if (open && event.key === "Escape") setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={box} className={joined(styles.method, hue(method))} data-focus="method">
      <input
        role="combobox"
        aria-label={words.method}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
        className={styles.input}
        style={{ width: `${Math.min(14, Math.max(3, method.length))}ch` }}
        value={method}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        onChange={(event) => {
          const typed = event.currentTarget.value.replace(/\s+/g, "");
          onChange(typed);
          setOpen(true);
          setActive(
            methods.findIndex((known) => typed !== "" && known.startsWith(typed.toUpperCase())),
          );
        }}
        onPointerDown={() => (open ? setOpen(false) : show())}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => setOpen(false)}
        onKeyDown={press}
      />
      <ChevronDown size={14} aria-hidden="true" className={styles.chevron} />
      <Float anchor={box} isOpen={open} onClose={() => setOpen(false)} className={styles.float}>
        <ul
          id={id}
          role="listbox"
          aria-label={words.methods}
          className={styles.list}
          onPointerDown={(event) => event.preventDefault()}
        >
          {methods.map((known, index) => (
            <li
              key={known}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              className={joined(styles.option, hue(known))}
              onPointerMove={() => setActive(index)}
              onClick={() => pick(known)}
            >
              {known}
            </li>
          ))}
        </ul>
      </Float>
    </div>
  );
}

const hues: Readonly<Record<string, string | undefined>> = {
  GET: styles.get,
  HEAD: styles.get,
  POST: styles.post,
  PUT: styles.put,
  PATCH: styles.put,
  DELETE: styles.delete,
};

function hue(method: string): string | undefined {
  return hues[method];
}
