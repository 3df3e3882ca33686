/** An error in Google's shape. */
export class GoogleRefusal extends Error {
  readonly code: number;
  readonly status: string;
  readonly details: readonly object[];

  constructor(code: number, status: string, message: string, details: readonly object[] = []) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

export const illegal = (message: string) => new GoogleRefusal(400, 'INVALID_ARGUMENT', message);

/** Strict, as protobuf parsing is: a name that is not in the message is an error. */
export function refuseUnknown(value: object, known: readonly string[], at: string): void {
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) {
      throw illegal(
        `Invalid JSON payload received. Unknown name "${name}"${at && ` at '${at}'`}: Cannot find field.`,
      );
    }
  }
}
