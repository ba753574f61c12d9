/**
 * How long to go on reading, without a byte, where the end cannot be known: after a fatal fault, after a raw exchange that may
 * get a second reply, and for the rest of a request whose reply came early. ms.
 */
export const lingerMs = 1000;

/** Bytes still read after a fatal fault: what pours on without end is not for a disk to hold. */
export const mostAfterFault = 16 << 20;
