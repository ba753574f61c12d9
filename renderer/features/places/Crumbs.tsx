import { Field } from "../../ui/Field.tsx";
import { useText } from "../../i18n/language.ts";
import { places } from "../../i18n/messages/places.ts";
import styles from "./FolderBrowser.module.css";

/** The path as its folders, or as text while it is typed. */
export function Crumbs({
  path,
  typing,
  onTyping,
  onGo,
}: {
  readonly path: string;
  /** What is typed; null shows the folders. */
  readonly typing: string | null;
  readonly onTyping: (text: string | null) => void;
  readonly onGo: (path: string) => void;
}) {
  const words = useText(places);
  if (typing !== null) {
    return (
      <Field
        mono
        autoFocus
        aria-label={words.path}
        className={styles.typed}
        value={typing}
        onChange={onTyping}
        onKeyDown={(event) => {
          if (event.key === "Enter") onGo(typing.trim());
          else if (event.key === "Escape") onTyping(null);
          else return event.continuePropagation();
          event.preventDefault();
        }}
      />
    );
  }
  const crumbs = crumbsOf(path);
  return (
    <nav aria-label={words.path} className={styles.crumbs}>
      {crumbs.map((crumb, index) => (
        <span key={crumb.path} className={styles.crumb}>
          {index > 1 || (index === 1 && crumbs[0]?.name !== "/") ? (
            <span aria-hidden="true">/</span>
          ) : null}
          <button
            type="button"
            aria-current={index === crumbs.length - 1 ? "location" : undefined}
            onClick={() => onGo(crumb.path)}
          >
            {crumb.name}
          </button>
        </span>
      ))}
    </nav>
  );
}

/** `/a/b` → `/`, `a`, `b`, each with its path. */
export function crumbsOf(
  path: string,
): readonly { readonly name: string; readonly path: string }[] {
  const separator = path.startsWith("/") || !path.includes("\\") ? "/" : "\\";
  const names = path.split(separator).filter(Boolean);
  const below = names.map((name, index) => ({
    name,
    path:
      separator === "/"
        ? `/${names.slice(0, index + 1).join("/")}`
        : names.slice(0, index + 1).join("\\") + (index === 0 ? "\\" : ""),
  }));
  return separator === "/" && path !== "" ? [{ name: "/", path: "/" }, ...below] : below;
}
