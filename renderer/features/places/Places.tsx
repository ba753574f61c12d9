import { useStore } from "zustand";
import { useApp } from "../../app/app.ts";
import { VariablesDialog } from "../survey/VariablesDialog.tsx";
import { KeepDialog } from "../variables/KeepDialog.tsx";
import { PromptsDialog } from "../variables/PromptsDialog.tsx";
import { ProviderDialog } from "../secrets/ProviderDialog.tsx";
import { NewEnvironmentDialog } from "../environments/NewEnvironmentDialog.tsx";
import { NewCollectionDialog } from "./NewCollectionDialog.tsx";
import { OpenCollectionDialog } from "./OpenCollectionDialog.tsx";
import { PickFileDialog } from "./PickFileDialog.tsx";
import { SaveRequestDialog } from "./SaveRequestDialog.tsx";

/** The dialogs about places on disk, and what a send asks for: whichever is open. */
export function Places() {
  const app = useApp();
  const overlay = useStore(app.overlay, (state) => state.overlay);
  switch (overlay.kind) {
    case "open-collection":
      return <OpenCollectionDialog locate={overlay.locate ?? null} />;
    case "new-collection":
      return <NewCollectionDialog />;
    case "save-as":
      return <SaveRequestDialog key={overlay.key} documentKey={overlay.key} />;
    case "pick-file":
      return (
        <PickFileDialog
          key={overlay.title}
          what={overlay.what}
          title={overlay.title}
          done={(path) => {
            // The overlay's own end would answer null: it is emptied first.
            app.overlay.setState({ overlay: { kind: "none" } });
            overlay.done(path);
          }}
        />
      );
    case "prompts":
      return (
        <PromptsDialog
          names={overlay.names}
          done={(answers) => {
            app.overlay.setState({ overlay: { kind: "none" } });
            overlay.done(answers);
          }}
        />
      );
    case "keep-value":
      return <KeepDialog key={overlay.exchangeId} {...overlay} />;
    case "variables":
      return <VariablesDialog key={overlay.collectionId} collectionId={overlay.collectionId} />;
    case "secret-program":
      return <ProviderDialog secret={overlay.secret} onSaved={overlay.onSaved} />;
    case "new-environment":
      return (
        <NewEnvironmentDialog key={overlay.collectionId} collectionId={overlay.collectionId} />
      );
    default:
      return null;
  }
}
