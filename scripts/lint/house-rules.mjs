/**
 * Envoi's own lint rules: mistakes that others shipped and that no general rule knows.
 * Loaded by oxlint as a plugin; proven in `house-rules.test.ts`.
 */

/** What each Electron window option must be wherever it is written. `undefined`: must not be written at all. */
const windowOptions = new Map([
  ["nodeIntegration", false],
  ["nodeIntegrationInWorker", false],
  ["nodeIntegrationInSubFrames", false],
  ["contextIsolation", true],
  ["sandbox", true],
  ["webSecurity", true],
  ["webviewTag", false],
  ["allowRunningInsecureContent", false],
  ["experimentalFeatures", false],
  ["enableBlinkFeatures", undefined],
  ["allowpopups", undefined],
]);

const keyName = (key) =>
  key.type === "Identifier" ? key.name : typeof key.value === "string" ? key.value : null;

const windowOptionsRule = {
  meta: { type: "problem", docs: { description: "Electron window options keep their safe value" } },
  create: (context) => ({
    Property(node) {
      const name = keyName(node.key);
      if (node.computed || name === null || !windowOptions.has(name)) return;
      const safe = windowOptions.get(name);
      if (node.value.type === "Literal" && node.value.value === safe) return;
      if (node.parent?.type === "ObjectPattern") return;
      const message =
        safe === undefined ? `${name} must not be set` : `${name} must be the literal ${safe}`;
      context.report({ node, message });
    },
  }),
};

const isStringRecord = (type) =>
  type?.type === "TSTypeReference" &&
  type.typeName?.name === "Record" &&
  type.typeArguments?.params?.[0]?.type === "TSStringKeyword";

/** Headers are ordered pairs: a record loses order, case and duplicates. */
const orderedHeadersRule = {
  meta: { type: "problem", docs: { description: "headers are ordered [name, value] pairs" } },
  create: (context) => {
    const check = (node, name) => {
      if (name === null || !/headers$/i.test(name)) return;
      if (!isStringRecord(node.typeAnnotation?.typeAnnotation)) return;
      context.report({ node, message: `${name}: headers are ordered pairs, not a record` });
    };
    return {
      TSPropertySignature: (node) => check(node, keyName(node.key)),
      Identifier: (node) => check(node, node.name),
    };
  },
};

/** `electron.ipcMain` and the like, reached without naming it in an import. */
const electronIpcRule = {
  meta: { type: "problem", docs: { description: "IPC is spoken in two files" } },
  create: (context) => ({
    MemberExpression(node) {
      const name = keyName(node.property);
      if (name !== "ipcMain" && name !== "ipcRenderer") return;
      context.report({ node, message: "Only link.ts and preload.ts of host/desktop speak IPC." });
    },
  }),
};

export default {
  meta: { name: "house" },
  rules: {
    "window-options": windowOptionsRule,
    "ordered-headers": orderedHeadersRule,
    "electron-ipc": electronIpcRule,
  },
};
