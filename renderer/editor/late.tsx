import { type ComponentType, lazy, type ReactNode, Suspense, useState } from "react";
import { useText } from "../i18n/language.ts";
import { editorWords } from "../i18n/messages/editor.ts";
import { Boundary } from "../ui/Boundary.tsx";
import { Button } from "../ui/Button.tsx";
import styles from "./Editor.module.css";

interface Late<Props> {
  /** Begins loading. That it fails shows when the part is wanted. */
  preload(): void;
  /** The part, `still` until it is there, and `still` with a way to try again where it cannot be loaded. */
  readonly Part: (props: { readonly still: ReactNode; readonly part: Props }) => ReactNode;
}

/** A part of the window whose code is loaded when it is first wanted. A load that failed is not remembered. */
export function createLate<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
): Late<Props> {
  let latest = lazy(load);
  function Part({ still, part }: { readonly still: ReactNode; readonly part: Props }) {
    const [Loaded, setLoaded] = useState(() => latest);
    const words = useText(editorWords);
    const renew = () => {
      latest = lazy(load);
      setLoaded(() => latest);
    };
    return (
      <Boundary
        onAgain={renew}
        fallback={(again) => (
          <>
            {still}
            <div className={styles.failed} role="alert">
              {words.notLoaded}
              <Button onPress={again}>{words.again}</Button>
            </div>
          </>
        )}
      >
        <Suspense fallback={still}>
          <Loaded {...part} />
        </Suspense>
      </Boundary>
    );
  }
  return { preload: () => void load().catch(() => undefined), Part };
}
