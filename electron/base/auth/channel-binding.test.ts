import { expect, test } from "vitest";
import { bindingOf } from "./channel-binding.ts";

test("the vector of python's ntlm-auth", () => {
  const hash = "E3CA49271E5089CC48CE82109F1324F41DBEDDC29A777410C738F7868C4FF405";
  expect(bindingOf(Buffer.from(hash, "hex")).toString("hex")).toBe(
    "6ea19df066da4622051f9c4f92c6df74",
  );
});
