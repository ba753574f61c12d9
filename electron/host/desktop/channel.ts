/** The only IPC channel: frames of the contract, both ways. */
export const frameChannel = "envoi:frame";
