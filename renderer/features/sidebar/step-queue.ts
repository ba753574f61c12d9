/** Moves by keyboard, one after the other. */
export interface StepQueue {
  /**
   * Takes one more step with a row, after those that were asked for before. `step` gets the place where the row is by then
   * and gives the place where it went, or null when it stayed.
   */
  add(row: string, step: (place: string) => Promise<string | null>): void;
}

/** A second press of a key may come before the first has moved the row: each step begins where the one before ended. */
export function createStepQueue(): StepQueue {
  let current = { row: "", work: Promise.resolve("") };
  return {
    add(row, step) {
      const goesOn = current.row === row;
      const work = current.work
        .then(async (place) => {
          const from = goesOn ? place : row;
          return (await step(from)) ?? from;
        })
        .catch(() => row);
      current = { row, work };
      void work.then(() => {
        if (current.work === work) current = { row: "", work: Promise.resolve("") };
      });
    },
  };
}
