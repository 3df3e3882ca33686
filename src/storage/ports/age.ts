/** Rows that are too old. */
export interface Age {
  /** Of this project alone; absent: of every project but those of `except`. */
  readonly project?: string;
  readonly except?: readonly string[];
  /** Unix milliseconds. */
  readonly before: number;
}
