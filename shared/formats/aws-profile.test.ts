import { expect, test } from "vitest";
import { readAwsProfile } from "./aws-profile.ts";

const credentials = `\ufeff# keys
[default]
aws_access_key_id = AKIA1
aws_secret_access_key=s/ecret+==
[ work ] ; theirs
AWS_ACCESS_KEY_ID = AKIA2
aws_secret_access_key = two # why
aws_session_token = t=o=k
`;
const config = `[default]
region = eu-west-1
[profile work]
region = us-east-2
s3 =
  max_concurrent_requests = 20
[profile sso]
sso_start_url = https://x
[profile role]
role_arn = arn
[work]
region = wrong
`;

test.each([
  ["default", ["AKIA1", "s/ecret+==", "", "eu-west-1", ""]],
  ["work", ["AKIA2", "two", "t=o=k", "us-east-2", ""]],
  ["sso", ["", "", "", "", "sso"]],
  ["role", ["", "", "", "", "assume role"]],
])("the profile %s", (name, values) => {
  const found = readAwsProfile(credentials, config.replaceAll("\n", "\r\n"), name);
  expect(found === null ? null : Object.values(found)).toEqual(values);
});

test("an unknown profile, and names that are no profile", () => {
  for (const name of ["none", "", "profile work", "__proto__"])
    expect(readAwsProfile(credentials, config, name)).toBeNull();
});
