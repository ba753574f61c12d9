// A page cannot be made to load a scheme that Chromium does not know, so in the stand-in `app://envoi` is this secure
// origin, answered by main's own protocol handler and by nothing else.

const shown = "https://envoi.invalid";
const real = "app://envoi";

/** app://envoi/… as the browser loads it. */
export const toBrowser = (url: string): string => url.replace(real, shown);

/** An address in the browser as main would see it in Electron. */
export const toMain = (url: string): string => url.replace(shown, real);

export const isOurs = (url: string): boolean => url.startsWith(`${shown}/`);
