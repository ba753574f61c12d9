/** ms a last frame may take to be accepted. */
const partingMs = 50;

/** Calls `done` once: when `write` reports its bytes accepted or refused, or after a moment. */
export function lastWords(write: (accepted: () => void) => void, done: () => void): void {
  let told = false;
  const finish = (): void => {
    if (told) return;
    told = true;
    clearTimeout(timer);
    done();
  };
  const timer = setTimeout(finish, partingMs);
  write(finish);
}
