import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useStore } from "zustand";
import { FailureError, toFailure } from "../../../shared/model/failure.ts";
import type { Workspace } from "../../../shared/model/workspace.ts";
import { useApp } from "../../app/app.ts";
import { notifyFailure } from "../../state/notices.ts";

interface Held {
  readonly value: Workspace;
  readonly hash: string;
}

/**
 * The file of the open workspace as it is on disk, and a way to change it: each change is written at once, one after another. When the
 * file was changed elsewhere meanwhile, it is read again and the change is not made, which is told. null: none is open, or not read yet.
 */
export function useWorkspaceFile(): {
  readonly value: Workspace | null;
  change(edit: (before: Workspace) => Workspace): void;
} {
  const { remote, notices, workspace } = useApp();
  const hash = useStore(workspace, (state) => state.value.current?.hash ?? null);
  const [held, setHeld] = useState<Held | null>(null);
  const latest = useRef<Held | null>(null);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const put = (next: Held) => {
    latest.current = next;
    setHeld(next);
  };
  const known = useEffectEvent((other: string) => latest.current?.hash === other);
  useEffect(() => {
    if (hash === null || known(hash)) return undefined;
    const controller = new AbortController();
    remote["workspace.read"](null, controller.signal).then(
      (found) => {
        if (!controller.signal.aborted) put(found);
      },
      () => undefined,
    );
    return () => controller.abort();
  }, [remote, hash]);

  const write = async (edit: (before: Workspace) => Workspace): Promise<void> => {
    const before = latest.current;
    if (before === null) return;
    const value = edit(before.value);
    const result = await remote["workspace.save"]({ workspace: value, hash: before.hash });
    if (result.kind === "saved") return put({ value, hash: result.hash });
    put(await remote["workspace.read"](null));
    throw new FailureError({
      kind: "conflict",
      code: "changed-on-disk",
      message: "The workspace file was changed elsewhere, so this change was not made.",
      remedy: "Look at what it says now, and change it again.",
      place: "workspace.yml",
    });
  };
  return {
    value: hash === null ? null : (held?.value ?? null),
    change(edit) {
      queue.current = queue.current
        .then(() => write(edit))
        .catch((thrown: unknown) => notifyFailure(notices, toFailure(thrown)));
    },
  };
}
