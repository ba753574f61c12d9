/** The page's own scheme: never `file://`, so the page has a real origin and reads no file by itself. */
export const scheme = "app";

/** A standard scheme's host must be there for the origin to be a tuple; it names nothing on any network. */
export const authority = "envoi";

export const origin = `${scheme}://${authority}`;

/** What the window loads. */
export const pageUrl = `${origin}/`;
