import { execFile, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { once } from "node:events";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CodeTarget } from "../../../shared/formats/code/code-request.ts";

/** Runs a program's text in a folder. Rejects with what it printed. */
export type RunCode = (code: string, folder: string, port: number) => Promise<void>;

/** How a target's code is run on this machine; a sentence when it cannot be. */
export function runnerOf(target: CodeTarget): RunCode | string {
  const runner = runners[target.id];
  if (runner === undefined) return `${target.name} is not run: no runner on any machine of ours.`;
  const missing = runner.needs.find((need) => !isThere(need));
  return missing === undefined ? runner.run : `${target.name} is not run: ${missing.join(" ")}.`;
}

interface Runner {
  /** Commands that must succeed. */
  readonly needs: readonly (readonly string[])[];
  readonly run: RunCode;
}

const known = new Map<string, boolean>();

function isThere(command: readonly string[]): boolean {
  const key = command.join(" ");
  const [program = "", ...words] = command;
  const before = known.get(key);
  if (before !== undefined) return before;
  const there = spawnSync(program, words, { stdio: "ignore", timeout: 120_000 }).status === 0;
  known.set(key, there);
  return there;
}

function command(
  program: string,
  words: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv = process.env,
  timeout = 120_000,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      words,
      { cwd: folder, env, timeout, maxBuffer: 1 << 24 },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${program}: ${error.message}\n${stdout}\n${stderr}`));
      },
    );
    child.stdin?.end();
  });
}

async function inFile(code: string, folder: string, name: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, code);
  return file;
}

/** An interpreter that takes a file. */
function script(words: readonly string[], name: string, ...needs: (readonly string[])[]): Runner {
  const [program = "", ...before] = words;
  return {
    needs: needs.length === 0 ? [[program, "--version"]] : needs,
    run: async (code, folder) => {
      await command(program, [...before, await inFile(code, folder, name)], folder);
    },
  };
}

const modules = createRequire(import.meta.url);

/** A script that finds this project's packages. */
function nodeScript(library?: string): Runner {
  const there = library === undefined || canResolve(library);
  return {
    needs: [there ? ["node", "--version"] : ["false", `no package ${library}`]],
    run: async (code, folder) => {
      await symlink(join(process.cwd(), "node_modules"), join(folder, "node_modules")).catch(
        () => undefined,
      );
      await command("node", [await inFile(code, folder, "code.mjs")], folder);
    },
  };
}

function canResolve(library: string): boolean {
  try {
    modules.resolve(library);
    return true;
  } catch {
    return false;
  }
}

/** The system's own Python: it is what Debian's packages are for. */
const python = (library: string): Runner =>
  script(["/usr/bin/python3"], "code.py", ["/usr/bin/python3", "-c", `import ${library}`]);

const crates = "/usr/share/cargo/registry";
const okhttp = "/usr/share/java/okhttp.jar";
const okio = "/usr/share/java/okio.jar";

/** What takes minutes is run when it is asked for. */
function slow(needs: Runner["needs"]): Runner["needs"] {
  return process.env["ENVOI_CODE_RUNS"] === "all" ? needs : [["false"]];
}

const features = (crate: string): string =>
  crate.startsWith("hyper-1")
    ? '["client", "http1"]'
    : crate === "hyper-util"
      ? '["tokio"]'
      : crate.startsWith("tokio")
        ? '["full"]'
        : "[]";

/** A program over crates that Debian has the sources of: minutes to compile. */
function rustCrates(names: readonly string[], dependency: (name: string) => string): Runner {
  return {
    needs: slow([
      ["cargo", "--version"],
      ...names.map((name) => ["sh", "-c", `ls -d ${crates}/${name}[.-][0-9]*`]),
    ]),
    run: async (code, folder) => {
      await mkdir(join(folder, "src"));
      await mkdir(join(folder, ".cargo"));
      await inFile(
        `[source.crates-io]\nreplace-with = "debian"\n[source.debian]\ndirectory = "${crates}"\n`,
        folder,
        ".cargo/config.toml",
      );
      await inFile(
        '[package]\nname = "code"\nversion = "0.1.0"\nedition = "2021"\n' +
          `[dependencies]\n${names.map(dependency).join("\n")}\n`,
        folder,
        "Cargo.toml",
      );
      await inFile(code, folder, "src/main.rs");
      // One folder for all cases, so that the crates are compiled once.
      const target = join(tmpdir(), `envoi-code-${names[0] ?? ""}`);
      const env = { ...process.env, CARGO_TARGET_DIR: target };
      await command("cargo", ["run", "--offline", "--quiet"], folder, env, 600_000);
    },
  };
}

/**
 * What Mono's compiler takes of today's C#: no statements without a class, no `using` declarations, and no way to say how fields are
 * encoded.
 */
function olderCSharp(code: string): string {
  const directives = code.match(/^using [\w.]+;$/gm) ?? [];
  const statements = code
    .replace(/^using [\w.]+;$/gm, "")
    .replace(/^using var /gm, "var ")
    .replace(/^ *RequestHeaderEncodingSelector.*$/m, "");
  return (
    `${directives.join("\n")}\nusing System.Threading.Tasks;\nclass Program {\n` +
    `static void Main() { Run().Wait(); }\nstatic async Task Run() {\n${statements}\n}\n}\n`
  );
}

/** What Debian 12's websockets 10.4 takes: another name for the fields, and no module of that name. */
function olderWebsockets(code: string): string {
  return code
    .replace("from websockets.asyncio.client import connect", connectOfAnyVersion)
    .replace("additional_headers=", "**fields_as(")
    .replace(/\*\*fields_as\((\[[^]*?\n +\]),/, "**{fields: $1},");
}

const connectOfAnyVersion = `try:
    from websockets.asyncio.client import connect
    fields = "additional_headers"
except ImportError:
    from websockets import connect
    fields = "extra_headers"`;

const runners: Readonly<Record<string, Runner>> = {
  curl: script(["bash"], "code.sh", ["curl", "--version"], ["bash", "--version"]),
  "rust-tcp": {
    needs: [["rustc", "--version"]],
    run: async (code, folder) => {
      const file = await inFile(code, folder, "code.rs");
      // Warnings are faults here: what is handed out should compile without one.
      await command("rustc", ["-D", "warnings", "-o", join(folder, "code"), file], folder);
      await command(join(folder, "code"), [], folder);
    },
  },
  http: {
    needs: [],
    run: async (code, _, port) => {
      const socket = connect(port, "127.0.0.1");
      socket.end(code);
      socket.resume();
      await once(socket, "close");
    },
  },
  "js-fetch": nodeScript(),
  "js-undici": nodeScript("undici"),
  "js-axios": nodeScript("axios"),
  // Node 20 has it behind a flag.
  "js-websocket": {
    needs: [["node", "--experimental-websocket", "--version"]],
    run: async (code, folder) => {
      const file = await inFile(code, folder, "code.mjs");
      await command("node", ["--experimental-websocket", file], folder);
    },
  },
  "js-ws": nodeScript("ws"),
  "python-websockets": {
    needs: [["/usr/bin/python3", "-c", "import websockets"]],
    run: async (code, folder) => {
      const file = await inFile(olderWebsockets(code), folder, "code.py");
      await command("/usr/bin/python3", [file], folder);
    },
  },
  "go-websocket": {
    // Debian's golang-github-gorilla-websocket-dev.
    needs: [
      ["go", "version"],
      ["test", "-d", "/usr/share/gocode/src/github.com/gorilla/websocket"],
    ],
    run: async (code, folder) => {
      const env = { ...process.env, GO111MODULE: "off", GOPATH: "/usr/share/gocode", GOFLAGS: "" };
      await command("go", ["run", await inFile(code, folder, "code.go")], folder, env);
    },
  },
  websocat: script(["bash"], "code.sh", ["websocat", "--version"]),
  wscat: {
    needs: [["wscat", "--version"]],
    run: async (code, folder) => {
      await inFile(code, folder, "code.sh");
      // It ends with its standard input, which must not end by itself.
      await command("bash", ["-c", "mkfifo typed && bash code.sh <>typed"], folder);
    },
  },
  "python-requests": python("requests"),
  "python-httpx": python("httpx"),
  "python-aiohttp": python("aiohttp"),
  go: {
    needs: [["go", "version"]],
    run: async (code, folder) => {
      const env = { ...process.env, GOFLAGS: "-mod=mod", GO111MODULE: "off", GOPROXY: "off" };
      await command("go", ["run", await inFile(code, folder, "code.go")], folder, env);
    },
  },
  "java-httpclient": script(["java"], "Main.java", ["javac", "--version"]),
  csharp: {
    needs: [
      ["mcs", "--version"],
      ["mono", "--version"],
    ],
    run: async (code, folder) => {
      const file = await inFile(olderCSharp(code), folder, "code.cs");
      const program = join(folder, "code.exe");
      await command("mcs", ["-r:System.Net.Http.dll", `-out:${program}`, file], folder);
      await command("mono", [program], folder);
    },
  },
  swift: {
    needs: [["swiftc", "--version"]],
    run: async (code, folder) => {
      const program = join(folder, "code");
      await command("swiftc", ["-o", program, await inFile(code, folder, "code.swift")], folder);
      await command(program, [], folder);
    },
  },
  kotlin: {
    // Half a minute to compile a page.
    needs: slow([["kotlinc", "-version"]]),
    run: async (code, folder) => {
      const jar = join(folder, "code.jar");
      const file = await inFile(code, folder, "code.kt");
      await command("kotlinc", [file, "-include-runtime", "-d", jar], folder);
      await command("java", ["-jar", jar], folder);
    },
  },
  "java-okhttp": {
    // Debian's libokhttp-java: OkHttp 3, which has the arguments of RequestBody.create the other way round.
    needs: [
      ["javac", "--version"],
      ["test", "-f", okhttp],
      ["test", "-f", okio],
    ],
    run: async (code, folder) => {
      const third = code
        .replace("RequestBody.create(", "RequestBody.create(null, ")
        .replace(/, null\)\)$/m, "))");
      const file = await inFile(third, folder, "Main.java");
      await command("java", ["-cp", `${okhttp}:${okio}`, file], folder);
    },
  },
  "php-guzzle": {
    needs: [["php", "-r", 'require "GuzzleHttp/autoload.php";']],
    run: async (code, folder) => {
      // Composer's file, which Debian's package has under another name.
      await mkdir(join(folder, "vendor"));
      await inFile('<?php require "GuzzleHttp/autoload.php";\n', folder, "vendor/autoload.php");
      await command("php", [await inFile(code, folder, "code.php")], folder);
    },
  },
  // Debian's sources: 0.11 or 0.12.
  "rust-reqwest": rustCrates(
    ["reqwest"],
    (crate) => `${crate} = { version = "*", default-features = false, features = ["blocking"] }`,
  ),
  "rust-hyper": rustCrates(
    ["hyper-1", "hyper-util", "http-body-util", "tokio-1", "bytes"],
    (crate) => `${crate.replace(/-1$/, "")} = { version = "*", features = ${features(crate)} }`,
  ),
  "php-curl": script(["php"], "code.php", ["php", "-r", "exit(extension_loaded('curl') ? 0 : 1);"]),
  ruby: script(["ruby"], "code.rb"),
  "c-libcurl": {
    needs: [
      ["gcc", "--version"],
      ["curl-config", "--version"],
    ],
    run: async (code, folder) => {
      const file = await inFile(code, folder, "code.c");
      const program = join(folder, "code");
      await command("gcc", ["-Wall", "-Wextra", "-Werror", "-o", program, file, "-lcurl"], folder);
      await command(program, [], folder);
    },
  },
  wget: script(["bash"], "code.sh", ["wget", "--version"]),
  httpie: script(["bash"], "code.sh", ["http", "--version"]),
};
