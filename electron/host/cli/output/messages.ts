import { createWriteStream, type WriteStream } from "node:fs";

/** Where everything goes that is not the reply: standard error, or the file of --stderr. */
export interface Messages {
  line(text: string): void;
  write(text: string): void;
  close(): Promise<void>;
}

/** `stamped`: each line begins with the time of day, as with curl's --trace-time. `file` "-" is standard output. */
export function openMessages(file: string | undefined, stamped: boolean): Messages {
  const own: WriteStream | null =
    file === undefined || file === "-"
      ? null
      : createWriteStream(file).on("error", () => undefined);
  const stream = own ?? (file === "-" ? process.stdout : process.stderr);
  return {
    line: (text) => void stream.write(`${stamped ? `${timeOfDay(Date.now())} ` : ""}${text}\n`),
    write: (text) => void stream.write(text),
    close: () => new Promise((resolve) => (own === null ? resolve() : own.end(() => resolve()))),
  };
}

/** `14:02:11.123456`, local time; `epoch` in ms. */
export function timeOfDay(epoch: number): string {
  const date = new Date(epoch);
  const two = (value: number) => String(value).padStart(2, "0");
  const micro = String(Math.floor((epoch % 1000) * 1000)).padStart(6, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${micro}`;
}
