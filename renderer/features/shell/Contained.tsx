import type { ReactNode } from "react";
import { useText } from "../../i18n/language.ts";
import { shell } from "../../i18n/messages/shell.ts";
import { Boundary } from "../../ui/Boundary.tsx";
import { Button } from "../../ui/Button.tsx";
import { Empty } from "../../ui/Empty.tsx";

/** A part of the window that, when it cannot be drawn, says so in its place and leaves the others be. */
export function Contained({ children }: { readonly children: ReactNode }) {
  const words = useText(shell);
  return (
    <Boundary
      fallback={(again) => (
        <div role="alert">
          <Empty title={words.broken} action={<Button onPress={again}>{words.again}</Button>}>
            {words.brokenKept}
          </Empty>
        </div>
      )}
    >
      {children}
    </Boundary>
  );
}
