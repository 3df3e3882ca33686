import * as z from 'zod';

const PATH = /^[^.[\]]{1,100}(\.[^.[\]]{1,100}|\[\d{1,4}\])*$/;
/** What decides how the gateway reads the answer, and where the call goes. */
const FIXED_PARAMETERS = ['model', 'stream'];
/** The connection's own, and those that carry the credential. */
const FIXED_HEADERS = [
  ...[
    'host',
    'connection',
    'content-length',
    'content-type',
    'transfer-encoding',
    'upgrade',
    'te',
    'trailer',
  ],
  ...['authorization', 'x-api-key', 'x-goog-api-key', 'api-key', 'proxy-authorization', 'cookie'],
];

const path = z
  .string()
  .regex(PATH, 'expected a path such as reasoning.effort or tools[0].type')
  .refine((value) => !FIXED_PARAMETERS.includes(value), { error: 'cannot be overridden' })
  .meta({ description: 'In the words of the upstream, as `reasoning.effort` or `tools[0].type`.' });

const header = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~\w-]{1,100}$/, 'expected the name of a header')
  .refine((value) => !FIXED_HEADERS.includes(value.toLowerCase()), { error: 'cannot be overridden' });

/** @param pattern a schema of name patterns */
export function overridesOf(pattern: z.ZodType<string>) {
  const when = z
    .strictObject({
      models: z
        .array(pattern)
        .min(1)
        .max(100)
        .optional()
        .meta({ description: 'Upstream names; one must fit.' }),
      operations: z
        .array(z.enum(['chat', 'image', 'task']))
        .min(1)
        .max(3)
        .optional(),
    })
    .optional()
    .meta({ description: 'All that are given must hold; absent: always.' });
  const action = <Name extends string>(name: Name) => z.literal(name);
  return z
    .strictObject({
      parameters: z
        .array(
          z.discriminatedUnion('action', [
            z.strictObject({ action: action('set'), path, value: z.json(), when }),
            z.strictObject({ action: action('delete'), path, when }),
            z.strictObject({ action: action('rename'), path, to: path, when }),
          ]),
        )
        .max(100)
        .default([]),
      headers: z
        .array(
          z.discriminatedUnion('action', [
            z.strictObject({
              action: action('set'),
              name: header,
              value: z
                .string()
                .max(2_000)
                .regex(/^[\x20-\x7e]*$/, 'expected printable ASCII'),
              when,
            }),
            z.strictObject({ action: action('delete'), name: header, when }),
            z.strictObject({ action: action('rename'), name: header, to: header, when }),
          ]),
        )
        .max(100)
        .default([])
        .meta({ description: 'Values are shown to whoever may see channels: no place for secrets.' }),
    })
    .meta({ id: 'Overrides' });
}
