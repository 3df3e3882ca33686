/** A store that the configuration names cannot be used: for the operator to mend, no fault of the program. */
export class StoreError extends Error {}
