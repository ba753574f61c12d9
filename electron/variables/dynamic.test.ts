import { expect, test } from "vitest";
import { dynamicName, dynamicNames } from "../../shared/template/dynamic-names.ts";
import { valueMaker } from "./dynamic.ts";

const all = await valueMaker("{{$randomCity}}");

test.each(dynamicNames)("%s makes a value", (written) => {
  const name = dynamicName(written);
  expect(name).not.toBeNull();
  if (name === null) return;
  const value = all(name);
  expect(value).not.toBe("");
  expect(value).not.toContain("{{");
  expect(value).not.toContain("undefined");
  // JSON of one line takes all but the texts of several lines as they are.
  if (!/Lorem(?:Paragraphs|Text|Lines)|Phrase/.test(written)) expect(value).not.toMatch(/["\\\n]/);
});

test.each([
  ["guid", /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/],
  ["randomUUID", /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/],
  ["timestamp", /^\d{10}$/],
  ["isoTimestamp", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/],
  ["randomInt", /^(?:\d{1,3}|1000)$/],
  ["randomBoolean", /^(?:true|false)$/],
  ["randomAlphaNumeric", /^[\da-z]$/],
  ["randomHexColor", /^#[\da-f]{6}$/],
  ["randomIP", /^\d{1,3}(?:\.\d{1,3}){3}$/],
  ["randomIPV6", /^[\da-f]{1,4}(?::[\da-f]{1,4}){7}$/],
  ["randomMACAddress", /^[\da-f]{2}(?::[\da-f]{2}){5}$/],
  ["randomPassword", /^[\dA-Za-z]{15}$/],
  ["randomLocale", /^[a-z]{2}$/],
  ["randomPhoneNumber", /^\d{3}-\d{3}-\d{4}$/],
  ["randomPhoneNumberExt", /^\d{1,2}-\d{3}-\d{3}-\d{4}$/],
  ["randomCountryCode", /^[A-Z]{2}$/],
  ["randomBankAccount", /^\d{8}$/],
  ["randomDateFuture", /^\d{4}-\d\d-\d\dT/],
  ["randomExampleEmail", /@example\.(?:com|net|org)$/],
] as const)("the form of %s", (name, form) => {
  for (let times = 0; times < 50; times += 1) expect(all(name)).toMatch(form);
});

test("values differ", () => {
  const made = new Set(Array.from({ length: 1000 }, () => all("guid")));
  expect(made.size).toBe(1000);
  expect(new Set(Array.from({ length: 50 }, () => all("randomPassword"))).size).toBe(50);
});

test("word lists are only loaded when a name needs them", async () => {
  const plain = await valueMaker({ url: "{{$guid}}", headers: [{ value: "{{$randomInt}}" }] });
  expect(plain("randomCity")).toBe("{{$randomCity}}");
  const deep = await valueMaker("x", { a: [new Map([["k", "{{$randomCity}}"]])] });
  expect(deep("randomCity")).not.toContain("{{");
});
