/** The only IPC channel: frames of the contract, both ways. */
export const frameChannel = "envoi:frame";

/** The preload's first message, on the same channel: a new page is there, and the one before is gone. */
export const pageBegins = "envoi:page";
