import { expect, test } from "vitest";
import { authSchemeKinds, fieldsOf, newAuth } from "../../../shared/model/auth-fields.ts";
import { authWords } from "../../i18n/messages/auth.ts";
import { fieldPlan } from "./field-plan.ts";

test.each(authSchemeKinds)("%s: what is shown is a field, once, and has a name", (kind) => {
  const names = fieldsOf(kind).map(([name]) => name);
  const { main, more } = fieldPlan(newAuth(kind));
  const shown = [...main, ...more];
  expect(new Set(shown).size).toBe(shown.length);
  for (const name of shown) {
    expect(names).toContain(name);
    expect(authWords.en.fields[name]).toBeTruthy();
    expect(authWords.fr.fields[name]).toBeTruthy();
  }
});

test("every choice has a word", () => {
  for (const kind of authSchemeKinds)
    for (const [, field] of fieldsOf(kind))
      if (field.type === "choice")
        for (const choice of field.choices)
          if (/^[a-z_]+$/.test(choice)) {
            expect([choice, authWords.en.choices[choice]]).toEqual([choice, expect.any(String)]);
            expect([choice, authWords.fr.choices[choice]]).toEqual([choice, expect.any(String)]);
          }
});

test("every field of every scheme can be reached in some state", () => {
  const flows = fieldsOf("oauth2").find(([name]) => name === "flow")?.[1];
  const proofs = fieldsOf("oauth2").find(([name]) => name === "clientAuthentication")?.[1];
  const reached = new Set<string>();
  for (const flow of flows?.type === "choice" ? flows.choices : [])
    for (const clientAuthentication of proofs?.type === "choice" ? proofs.choices : [])
      for (const tokenPlacement of ["header", "query"]) {
        const auth = { ...newAuth("oauth2"), flow, clientAuthentication, tokenPlacement };
        const { main, more } = fieldPlan(auth as ReturnType<typeof newAuth<"oauth2">>);
        for (const name of [...main, ...more]) reached.add(name);
      }
  expect([...reached].toSorted()).toEqual(
    fieldsOf("oauth2")
      .map(([name]) => name)
      .toSorted(),
  );
});
