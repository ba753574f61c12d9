// @ts-check
import path from "node:path";
import { parseAst } from "vite";

/**
 * Lets a chunk be loaded with the code V8 compiled for it when it was built (ADR 0021). Beside `NAME.js`, which everybody imports, there are
 * then `NAME.script.js`, the chunk as one script that V8's cache can be of, and `NAME.plain.js`, the chunk as it was, for Electron, whose V8 is
 * another. Without a cache of this very Node and these flags the script is compiled as it always was.
 * @param {readonly string[]} modules Chunks that hold one of these files, from the root.
 * @returns {import("vite").Plugin}
 */
export function codeCache(modules) {
  return {
    name: "code-cache",
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        const wanted = chunk.moduleIds.some((id) => modules.some((name) => id.endsWith(name)));
        if (!wanted) continue;
        if (reachesItself(chunk.fileName, bundle))
          throw new Error(`code-cache: ${chunk.fileName} is in a circle of imports`);
        const { dir, name } = path.parse(chunk.fileName);
        const parts = asScript(chunk.code);
        /** @param {string} kind @param {string} source */
        const beside = (kind, source) =>
          this.emitFile({
            type: "asset",
            fileName: path.posix.join(dir, `${name}.${kind}.js`),
            source,
          });
        beside("plain", chunk.code);
        beside("script", parts.script);
        chunk.code = loader(name, parts);
      }
    },
  };
}

/**
 * In a circle a name may be used before it has its value, and a script is given values.
 * @param {string} fileName
 * @param {Readonly<Record<string, { readonly type: string, readonly imports?: readonly string[] }>>} bundle
 */
function reachesItself(fileName, bundle) {
  const seen = new Set();
  const left = [...(bundle[fileName]?.imports ?? [])];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (next === fileName) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    left.push(...(bundle[next]?.imports ?? []));
  }
  return false;
}

/**
 * A module as a script that gives a function: imported names in, exported names out, and between them `import` as functions and data. Only for
 * a chunk whose exports never change once it has run, which is so for functions, classes and constants.
 * @param {string} code
 */
export function asScript(code) {
  const program = parseAst(code);
  /** @type {string[]} */
  const imports = [];
  /** @type {string[]} */
  const locals = [];
  /** @type {(readonly [local: string, exported: string])[]} */
  const exports = [];
  /** @type {{ readonly start: number, readonly end: number, readonly text: string }[]} */
  const edits = [];
  for (const node of program.body) {
    if (node.type === "ImportDeclaration") {
      imports.push(
        node.source.value.startsWith("node:") ? taken(node) : code.slice(node.start, node.end),
      );
      for (const { local } of node.specifiers) locals.push(local.name);
    } else if (node.type === "ExportNamedDeclaration" && node.declaration === null) {
      for (const { local, exported } of node.specifiers)
        exports.push([nameOf(local), nameOf(exported)]);
    } else if (node.type.startsWith("Export")) {
      throw new Error(`code-cache: ${node.type} is not known`);
    } else {
      edits.push(...importsIn(node));
      continue;
    }
    edits.push({ start: node.start, end: node.end, text: "" });
  }
  let inside = code;
  for (const { start, end, text } of edits.toSorted((a, b) => b.start - a.start))
    inside = inside.slice(0, start) + text + inside.slice(end);
  const given = exports.map(([local, exported]) => `${JSON.stringify(exported)}: ${local}`);
  const script = `(function (${[...locals, "envoiImport", "envoiMeta"].join(", ")}) {"use strict";\n${inside}\nreturn {${given.join(", ")}};\n})`;
  return {
    imports,
    locals,
    script: inAscii(script),
    exports: exports.map(([, exported]) => exported),
  };
}

/**
 * With escapes for what is not ASCII, so that it can be read as it lies there: reading UTF-8 takes as long as all the rest.
 * @param {string} script
 */
function inAscii(script) {
  if (/\\[^\0-\x7f]/.test(script))
    throw new Error("code-cache: a backslash before what is not ASCII");
  for (const raw of tagged(parseAst(script)))
    if (!isAscii.test(raw)) throw new Error(`code-cache: a tag is given what is not ASCII: ${raw}`);
  return script.replaceAll(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const isAscii = /^[\0-\x7f]*$/;

/**
 * The texts that tags are given as they are written.
 * @param {unknown} node
 * @returns {string[]}
 */
function tagged(node) {
  if (Array.isArray(node)) return node.flatMap(tagged);
  if (typeof node !== "object" || node === null) return [];
  const { type, quasi } =
    /** @type {{ type?: string, quasi?: { quasis: { value: { raw: string } }[] } }} */ (node);
  const within = Object.values(node).flatMap(tagged);
  if (type === "TaggedTemplateExpression")
    for (const { value } of quasi?.quasis ?? []) within.push(value.raw);
  return within;
}

/**
 * Node's own modules without `import`, which asks for each thing they export and so loads what nobody needs.
 * @param {Extract<ReturnType<typeof parseAst>["body"][number], { type: "ImportDeclaration" }>} node
 */
function taken({ source, specifiers }) {
  const from = `process.getBuiltinModule(${JSON.stringify(source.value)})`;
  return specifiers
    .map((one) =>
      one.type === "ImportSpecifier"
        ? `const { ${nameOf(one.imported)}: ${one.local.name} } = ${from};`
        : `const ${one.local.name} = ${from};`,
    )
    .join("\n");
}

/**
 * Where `import(…)` and `import.meta` stand, and what stands for them in a script.
 * @param {unknown} node
 * @returns {{ readonly start: number, readonly end: number, readonly text: string }[]}
 */
function importsIn(node) {
  if (Array.isArray(node)) return node.flatMap(importsIn);
  if (typeof node !== "object" || node === null) return [];
  const { type, start, end, meta } =
    /** @type {{ type?: string, start: number, end: number, meta?: { name?: string } }} */ (node);
  const within = Object.values(node).flatMap(importsIn);
  if (type === "ImportExpression")
    within.push({ start, end: start + "import".length, text: "envoiImport" });
  if (type === "MetaProperty" && meta?.name === "import")
    within.push({ start, end, text: "envoiMeta" });
  return within;
}

/** @param {{ readonly type: string, readonly name?: string, readonly value?: unknown }} node */
function nameOf(node) {
  return node.type === "Literal" ? String(node.value) : String(node.name);
}

/**
 * @param {string} name
 * @param {ReturnType<typeof asScript>} parts
 */
function loader(name, { imports, locals, exports }) {
  const given = [...locals, "(name) => import(name)", "import.meta"].join(", ");
  return `${imports.join("\n")}
const { existsSync: envoiExists, readFileSync: envoiRead } = process.getBuiltinModule("node:fs");
const { fileURLToPath: envoiPath } = process.getBuiltinModule("node:url");
// It is there twice, and V8 does not look whether it was damaged: it would end the process.
function envoiWhole(twice) {
  const once = twice.subarray(0, twice.length / 2);
  return once.length > 0 && once.equals(twice.subarray(once.length)) ? once : undefined;
}
function envoiScript() {
  const make = globalThis[Symbol.for("envoi.code-cache")];
  const filename = envoiPath(new URL("./${name}.script.js", import.meta.url));
  const cache = \`\${filename}.\${process.version}-\${process.arch}.cache\`;
  const cachedData = make === undefined && envoiExists(cache) ? envoiWhole(envoiRead(cache)) : undefined;
  const { Script } = process.getBuiltinModule("node:vm");
  const script = new Script(envoiRead(filename, "latin1"), { filename, cachedData });
  make?.(script, cache);
  return script.runInThisContext();
}
const envoiModule = "electron" in process.versions ? await import("./${name}.plain.js") : envoiScript()(${given});
const ${exports.map((exported, index) => `envoi${index} = envoiModule[${JSON.stringify(exported)}]`).join(", ")};
export { ${exports.map((exported, index) => `envoi${index} as ${exported}`).join(", ")} };
`;
}
