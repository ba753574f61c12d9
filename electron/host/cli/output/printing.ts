/** Where a command prints. */
export interface Printing {
  out(text: string): void;
  err(text: string): void;
}

export const ownPrinting: Printing = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};
