// @ts-check
// What `npm start` decides, without doing any of it.

/**
 * @typedef {object} StartArguments
 * @property {"loopback" | "desktop" | null} host null: whichever is there
 * @property {string[]} rest what goes on to the host
 */

/**
 * Reads the command line of `npm start`.
 * @param {readonly string[]} args
 * @returns {StartArguments | { readonly problem: string }}
 */
export function readStartArguments(args) {
  /** @type {StartArguments} */
  const read = { host: null, rest: [] };
  for (let at = 0; at < args.length; at += 1) {
    const [name = "", joined] = (args[at] ?? "").split(/=(.*)/s);
    if (name === "--no-open") {
      read.rest.push(name);
    } else if (name === "--host" || name === "--port" || name === "--data") {
      const value = joined ?? args[(at += 1)];
      if (value === undefined || value === "") return { problem: `${name} needs a value.` };
      if (name !== "--host") read.rest.push(name, value);
      else if (value === "loopback" || value === "desktop") read.host = value;
      else return { problem: "--host takes loopback or desktop." };
    } else {
      return {
        problem: `npm start does not know ${name}. It takes --host, --port, --no-open and --data.`,
      };
    }
  }
  return read;
}

/**
 * Why a desktop window cannot open here whatever is installed, as one plain sentence; null when it can.
 * @param {{ platform: string, env: Readonly<Record<string, string | undefined>>, root: boolean }} machine
 */
export function desktopObstacle({ platform, env, root }) {
  if (platform !== "linux") return null;
  if (!env["DISPLAY"] && !env["WAYLAND_DISPLAY"]) {
    return "There is no display here for a desktop window.";
  }
  if (root) return "The desktop window keeps its sandbox, which does not start as root.";
  return null;
}

/**
 * Which host to start. `obstacle` is the sentence of `desktopObstacle`, or why Electron could not be had.
 * @param {"loopback" | "desktop" | null} asked
 * @param {string | null} obstacle
 * @returns {{ host: "loopback" | "desktop" | null, sentence: string | null }} host null: stop, the sentence says why
 */
export function chooseHost(asked, obstacle) {
  if (asked === "loopback") return { host: "loopback", sentence: null };
  if (obstacle === null) return { host: "desktop", sentence: null };
  if (asked === "desktop") return { host: null, sentence: obstacle };
  return { host: "loopback", sentence: `${obstacle} Envoi opens in the browser instead.` };
}

/**
 * True when something that was built is missing or older than its newest source.
 * @param {readonly (number | null)[]} built times of what must be there, ms; null = missing
 * @param {number} newestSource ms
 */
export function isStale(built, newestSource) {
  return built.length === 0 || built.some((time) => time === null || time < newestSource);
}
