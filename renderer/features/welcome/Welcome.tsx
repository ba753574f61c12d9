import { FileInput, FilePlus2, FolderOpen, FolderPlus, Play } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { actionOf } from "../../actions/list.ts";
import { useApp } from "../../app/app.ts";
import { useText } from "../../i18n/language.ts";
import type { ActionId } from "../../i18n/messages/actions.ts";
import { welcome } from "../../i18n/messages/welcome.ts";
import { BareButton } from "../../ui/BareButton.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { useKeys } from "../shell/keys.ts";
import { Mark } from "../shell/Mark.tsx";
import styles from "./Welcome.module.css";

const offers: readonly { readonly id: ActionId; readonly icon: ReactNode }[] = [
  { id: "demo.open", icon: <Play size={16} aria-hidden="true" /> },
  { id: "request.new", icon: <FilePlus2 size={16} aria-hidden="true" /> },
  { id: "collection.open", icon: <FolderOpen size={16} aria-hidden="true" /> },
  { id: "import.open", icon: <FileInput size={16} aria-hidden="true" /> },
  { id: "collection.new", icon: <FolderPlus size={16} aria-hidden="true" /> },
];

/** What stands in the workspace while no tab is open. */
export function Welcome() {
  const app = useApp();
  const words = useText(welcome);
  const keys = useKeys();
  const known = useStore(app.replica, (replica) => replica.collections.length > 0);
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <div className={styles.head}>
          <Mark size={40} />
          <div>
            <h1 className={styles.title}>Envoi</h1>
            <p className={styles.lead}>{words.lead}</p>
          </div>
        </div>
        <ul className={styles.offers}>
          {offers.map(({ id, icon }, index) => (
            <li key={id}>
              <BareButton
                className={styles.offer ?? ""}
                data-first={(index === 0 && !known) || undefined}
                onPress={() => actionOf(id)?.run(app)}
              >
                <span className={styles.icon}>{icon}</span>
                <span className={styles.words}>
                  <span className={styles.name}>{words[id as keyof typeof words]}</span>
                  <span className={styles.text}>{words[`${id}.text` as keyof typeof words]}</span>
                </span>
                {keys(id) ? <Keys keys={keys(id) ?? ""} /> : null}
              </BareButton>
            </li>
          ))}
        </ul>
        <p className={styles.foot}>{words.foot}</p>
      </div>
    </div>
  );
}
