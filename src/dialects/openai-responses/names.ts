const NAMES: { readonly [field: string]: string } = {
  max_tokens: 'max_output_tokens',
  response_format: 'text.format',
  reasoning_effort: 'reasoning.effort',
};

/** The Responses API's names of parameters. */
export const nameOf = (field: string): string => NAMES[field] ?? field;
