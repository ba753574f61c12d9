import fc from "fast-check";

/**
 * Properties are tried with one seed, so that a commit is green or is not: the same inputs here, in a clean clone and next week.
 * New inputs are looked for on purpose: `ENVOI_TRIES=5000 npm run test:unit -- shared` takes a new seed and that many tries wherever
 * a test does not say its own number; what it finds is printed with its seed.
 */
const tries = process.env["ENVOI_TRIES"];
fc.configureGlobal(tries === undefined ? { seed: 20_261_126 } : { numRuns: Number(tries) });
