import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";

/** An installed curl. */
export interface CurlProgram {
  /** Absolute. */
  readonly path: string;
  /** "8.11.0" */
  readonly version: string;
}

export interface CurlSearch {
  /** Folders to look in, as in PATH; only absolute ones count. */
  readonly folders: string;
  /** The program to use instead: absolute. "": none. */
  readonly chosen: string;
}

/** From the environment: PATH, and ENVOI_CURL for a curl that is not in it. */
export function curlSearch(): CurlSearch {
  return { folders: process.env["PATH"] ?? "", chosen: process.env["ENVOI_CURL"] ?? "" };
}

export type CurlFeature = "HTTP3" | "SPNEGO";

export type FindCurl = () => Promise<CurlProgram | null>;

/**
 * Looks for a curl once; the answer is kept. `feature`: what it must have, as `curl --version` names it. null: there is none, or not with it.
 * Never rejects.
 */
export function createCurlFinder(search: CurlSearch, feature: CurlFeature = "HTTP3"): FindCurl {
  let found: Promise<CurlProgram | null> | null = null;
  return () => {
    found ??= find(search, feature).catch(() => null);
    return found;
  };
}

async function find(
  { folders, chosen }: CurlSearch,
  feature: CurlFeature,
): Promise<CurlProgram | null> {
  const name = process.platform === "win32" ? "curl.exe" : "curl";
  const candidates =
    chosen === ""
      ? folders
          .split(path.delimiter)
          .filter((folder) => path.isAbsolute(folder))
          .map((folder) => path.join(folder, name))
      : [chosen].filter((file) => path.isAbsolute(file));
  for (const file of candidates) {
    if (!(await runs(file))) continue;
    const version = versionWith(feature, await versionText(file));
    // The first one is the person's curl; another behind it is not looked for.
    return version === null ? null : { path: file, version };
  }
  return null;
}

async function runs(file: string): Promise<boolean> {
  return await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Milliseconds `curl --version` may take. */
const versionTime = 5_000;

function versionText(file: string): Promise<string> {
  return new Promise((resolve) => {
    const options = { timeout: versionTime, windowsHide: true, maxBuffer: 64 << 10 };
    execFile(file, ["--version"], options, (error, stdout) => resolve(error ? "" : stdout));
  });
}

/** The version in the output of `curl --version`, when the feature is among those it names; else null. */
export function versionWith(feature: CurlFeature, text: string): string | null {
  const version = /^curl (\d+\.\d+\.\d+)/.exec(text)?.[1];
  const features = /^Features: (.*)$/m.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
  return version !== undefined && features.includes(feature) ? version : null;
}
