/** A map, because fields are the client's own words: `toString` has no entry in it. */
const NAMES = new Map(
  Object.entries({
    max_tokens: 'max_output_tokens',
    response_format: 'text.format',
    reasoning_effort: 'reasoning.effort',
  }),
);

/** The Responses API's names of parameters. */
export const nameOf = (field: string): string => NAMES.get(field) ?? field;
