import { type OptionSpec, sendOptions } from "./options.ts";

/** What `envoi`, `envoi help` and `envoi --help` print. */
export const usage = `Envoi: send a request, see every byte of it.

  envoi send <url> [options]         send a request
  envoi send <file.yml> [options]    send a request of a collection
  envoi send --raw FILE --to H:P     send the bytes of a file as they are
  envoi serve [--port N] [--no-open] open the app in a browser, served on this machine only
  envoi demo [--port N]              run the demo server
  envoi --version

  envoi send --help                  the options of send
`;

/** What `envoi send --help` prints. */
export function sendHelp(): string {
  const lines = sendOptions.map((option: OptionSpec) => {
    const short = option.short ? `-${option.short}, ` : "    ";
    const name = `${short}--${option.long}${option.value ? ` ${option.value}` : ""}`;
    return `  ${name.padEnd(30)} ${option.help}`;
  });
  return `envoi send <url | file.yml> [options]

${lines.join("\n")}

Exit codes are curl's: 0 sent and answered, 2 bad options, 3 bad URL, 6 not resolved, 7 not
connected, 8 not understood, 18 cut short, 22 status >= 400 with --fail, 23 not written, 26 not read,
28 out of time, 35 TLS, 47 too many redirects, 52 no reply, 56 lost while receiving, 60 certificate,
61 bad coding, 130 interrupted.
`;
}
