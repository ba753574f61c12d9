import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** Programs of others that are asked for their opinion; none of them is a dependency of Envoi. */
const packages = [
  "newman@6.2.2",
  "@usebruno/cli@4.1.0",
  "@usebruno/converters@0.23.0",
  "@usebruno/filestore@0.12.0",
  "nanoid@3.3.8",
  "postman-collection@5.3.1",
  "insomnia-importers@3.6.0",
  "httpyac@6.16.7",
  "openapi-to-postmanv2@6.3.3",
  "har-schema@2.0.0",
  "ajv@8.20.0",
  "ajv-formats@3.0.1",
  "@seriousme/openapi-schema-validator@2.11.0",
];

/**
 * The folder whose `node_modules` has the tools: ENVOI_TOOLS, else `folder`, into which npm installs them when `install` says so. null: they
 * are not there. Rejects when npm cannot install them.
 */
export async function findTools(folder: string, install: boolean): Promise<string | null> {
  const named = process.env["ENVOI_TOOLS"];
  const chosen = named === undefined || named === "" ? folder : named;
  const has = (name: string): boolean => existsSync(join(chosen, "node_modules", name));
  const there = (): boolean => has("newman");
  if (install && !packages.every((name) => has(name.replace(/(?!^)@.*$/, "")))) {
    await mkdir(chosen, { recursive: true });
    const words = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
    await promisify(execFile)("npm", [...words, "--prefix", chosen, ...packages]);
  }
  return there() ? chosen : null;
}
