import { expect, test } from "vitest";
import { graphqlErrors } from "./graphql-errors.ts";

test.each([
  ['{"data":null,"errors":[{"message":"no"},{"message":"nor this"}]}', { count: 2, first: "no" }],
  ['{"errors":[{}]}', { count: 1, first: "" }],
  ['{"errors":[null]}', { count: 1, first: "" }],
  ['{"data":{},"errors":[]}', null],
  ['{"data":{"errors":[1]}}', null],
  ['{"errors":"many"}', null],
  ["[1]", null],
  ["null", null],
  ['{"errors":[', null],
  ["", null],
])("%s", (text, found) => {
  expect(graphqlErrors(text)).toEqual(found);
});
