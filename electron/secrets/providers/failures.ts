import { type Failure, FailureError } from "../../../shared/model/failure.ts";
import type { SecretProvider } from "../../../shared/model/secret-provider.ts";

// What a program printed is in none of these: it may be the value.

/** Why a secret has no value yet: nobody sent anything that uses it. `place`: its environment and name. */
export function notFetched(place: string): Failure {
  return {
    kind: "policy",
    code: "secret-not-fetched",
    message: "A program gives this secret its value when a request that uses it is sent.",
    remedy: "Send a request that uses it first.",
    phase: "prepare",
    place,
  };
}

export function programMissing(program: string, name: string): FailureError {
  return providerFailure(
    "missing",
    name,
    `The program ${program} that gives this secret its value is not there, or cannot be run.`,
    "Install it where PATH finds it, or name it by its absolute path, as any program.",
  );
}

export function tookTooLong(program: string, name: string): FailureError {
  return providerFailure(
    "timeout",
    name,
    `The program ${program} did not give this secret its value in time, so it was ended.`,
    "Unlock it first if it waits for a passphrase, and send again.",
  );
}

export function tooMuch(program: string, name: string): FailureError {
  return providerFailure(
    "too-long",
    name,
    `The program ${program} printed more than 64 KiB, which is no secret, so it was ended.`,
    "Let it print the value alone.",
  );
}

export function notText(program: string, name: string): FailureError {
  return providerFailure(
    "not-text",
    name,
    `What the program ${program} printed is no text in UTF-8.`,
    "Let it print the value as text.",
  );
}

export function emptyAnswer(program: string, name: string): FailureError {
  return providerFailure(
    "empty",
    name,
    `The program ${program} printed no value for this secret.`,
    "Try its command on a terminal.",
  );
}

/** How each of them says that it is locked, or that there is no such entry. */
const signs: Readonly<Record<SecretProvider["kind"], readonly [locked: RegExp, absent: RegExp]>> = {
  "1password": [
    /not (?:currently )?signed in|no accounts configured|session expired|authorization (?:prompt|timeout)/i,
    /isn't an? (?:item|vault|field)|could not (?:find|get|read secret)|no such/i,
  ],
  bitwarden: [/vault is locked|not logged in|master password/i, /not found|more than one result/i],
  pass: [
    /decryption failed|no secret key|no pinentry|inappropriate ioctl/i,
    /is not in the password store/i,
  ],
  exec: [/(?!)/, /(?!)/],
};

export function endedBadly(
  { kind }: SecretProvider,
  told: {
    readonly program: string;
    readonly name: string;
    /** null: a signal ended it. */
    readonly code: number | null;
    /** Looked at to know the kind of failure, and not kept. */
    readonly complaint: string;
  },
): FailureError {
  const { program, name, code, complaint } = told;
  const [locked, absent] = signs[kind];
  if (absent.test(complaint))
    return providerFailure(
      "absent",
      name,
      `The program ${program} has no single entry of the name that was given for this secret.`,
      "Correct the name in the settings under Secrets. Where several entries have it, give the id of one.",
    );
  if (locked.test(complaint))
    return providerFailure(
      "locked",
      name,
      `The program ${program} is locked or not signed in.`,
      "Unlock it and send again: op signin; bw login, then bw unlock, with the BW_SESSION it prints where Envoi is started; for pass, gpg's agent.",
    );
  return providerFailure(
    "failed",
    name,
    `The program ${program} that gives this secret its value ended with ${code === null ? "a signal" : `exit code ${code}`}.`,
    "Try its command on a terminal: what it says is not shown here, since it may hold the value.",
  );
}

function providerFailure(
  code: string,
  place: string,
  message: string,
  remedy: string,
): FailureError {
  return new FailureError({
    kind: "policy",
    code: `secret-provider-${code}`,
    message,
    remedy,
    phase: "prepare",
    place,
  });
}
