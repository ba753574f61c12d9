import type { Contract } from "../../../shared/contract/index.ts";
import { appInputs } from "./app.ts";
import { collectionsInputs } from "./collections.ts";
import type { InputSchemas, Mismatch } from "./exact.ts";
import { connectionsInputs } from "./connections.ts";
import { cookiesInputs, hstsInputs } from "./cookies.ts";
import { exchangesInputs } from "./exchanges.ts";
import { exportsInputs } from "./exports.ts";
import { gitInputs } from "./git.ts";
import { importsInputs } from "./imports.ts";
import { oauth2Inputs } from "./oauth2.ts";
import { searchInputs } from "./search.ts";
import { variablesInputs } from "./variables.ts";
import { workspacesInputs } from "./workspaces.ts";
import { secretsInputs } from "./secrets.ts";

/** What each operation takes. Everything that comes over a link passes here first. */
export const inputs = {
  ...appInputs,
  ...collectionsInputs,
  ...exchangesInputs,
  ...exportsInputs,
  ...gitInputs,
  ...importsInputs,
  ...oauth2Inputs,
  ...secretsInputs,
  ...connectionsInputs,
  ...cookiesInputs,
  ...hstsInputs,
  ...searchInputs,
  ...variablesInputs,
  ...workspacesInputs,
} satisfies InputSchemas<Contract>;

// Compiles only while every schema gives exactly the contract's input; the error names the operations that differ.
const mismatch: Mismatch<Contract, typeof inputs> extends never
  ? "none"
  : Mismatch<Contract, typeof inputs> = "none";
void mismatch;
