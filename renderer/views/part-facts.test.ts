import { expect, test } from "vitest";
import type { HeaderField } from "../../shared/model/header.ts";
import { describePart } from "./part-facts.ts";

const facts = (...headers: HeaderField[]) =>
  describePart({ headers, start: 0, end: 5, complete: true });

test("what the fields of a part say", () => {
  expect(
    facts(
      ["content-disposition", 'form-data; name="cargo"; filename="C:\\\\a\\\\b.json"'],
      ["Content-Type", "Application/JSON; charset=UTF-8"],
    ),
  ).toMatchObject({
    name: "cargo",
    fileName: "b.json",
    mediaType: "application/json",
    charset: "utf-8",
    boundary: "",
  });
  expect(facts(["Content-Disposition", 'form-data; name="caf\u00c3\u00a9"']).name).toBe("café");
  expect(facts(["Content-Disposition", 'form-data; name="caf\u00e9"']).name).toBe("café");
  expect(facts(["Content-Type", 'multipart/mixed; boundary="in side"']).boundary).toBe("in side");
  expect(facts(["Content-Range", "bytes 0-4/9"]).range).toBe("bytes 0-4/9");
  expect(facts(["Content-Transfer-Encoding", " Base64 "]).encoding).toBe("base64");
  expect(facts()).toMatchObject({ name: "", fileName: "", mediaType: "", range: "" });
});
