import { FailureError } from "../../../shared/model/failure.ts";

export interface AwsPlace {
  readonly service: string;
  readonly region: string;
}

/**
 * Service and region: as typed, else as Amazon's host names say them (`bucket.s3.eu-west-1.amazonaws.com`,
 * `iam.amazonaws.com`, `x.lambda-url.us-east-1.on.aws`). Throws FailureError `input` when neither does.
 */
export function awsPlace(typed: AwsPlace, host: string): AwsPlace {
  const known = placeOfHost(host.toLowerCase());
  const service = typed.service.trim() || (known?.service ?? "");
  const region = typed.region.trim() || (known?.region ?? "");
  if (service !== "" && region !== "") return { service, region };
  throw new FailureError({
    kind: "input",
    code: "auth-aws-place",
    message:
      service === ""
        ? "The AWS signature needs the name of the service, and the host does not say it."
        : "The AWS signature needs a region, and the host does not say it.",
    remedy: "Fill in service and region, such as execute-api and eu-west-1.",
    phase: "prepare",
    place: "auth",
  });
}

function placeOfHost(host: string): AwsPlace | null {
  const url = /(?:^|\.)lambda-url\.([a-z0-9-]+)\.on\.aws$/.exec(host);
  if (url !== null) return { service: "lambda", region: url[1] ?? "" };
  const rest = /^(.*)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/.exec(host)?.[1];
  if (rest === undefined) return null;
  const labels = rest.split(".");
  const at = labels.findLastIndex((label) => /^[a-z]{2}(?:-[a-z]+)+-\d+$/.test(label));
  const region = labels[at] ?? "us-east-1";
  const before = at < 0 ? labels : labels.slice(0, at);
  const name = before.findLast((label) => !/^(?:dualstack|vpce)$/.test(label)) ?? "";
  const s3 = /^s3-(?<region>[a-z]{2}(?:-[a-z]+)+-\d+)$/.exec(name);
  if (s3 !== null) return { service: "s3", region: s3.groups?.["region"] ?? "" };
  return { service: renamed[name] ?? name, region };
}

/** Services whose signing name is not their host's. */
const renamed: Readonly<Record<string, string>> = {
  email: "ses",
  "s3-fips": "s3",
  "s3-accesspoint": "s3",
  "streams-dynamodb": "dynamodb",
  "bedrock-runtime": "bedrock",
};
