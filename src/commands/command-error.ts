/** A command cannot do what it was asked for: the message says why and what to do, to an operator. */
export class CommandError extends Error {}
