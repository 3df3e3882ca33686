import * as z from 'zod';
import type { Target } from '../../contract/provider.ts';
import { Secret } from '../../lib/secret.ts';

export const settings = z.strictObject({
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d+$/, 'expected a region such as us-east-1')
    .default('us-east-1')
    .meta({ description: 'AWS region the models are called in.' }),
  access_key_id: z.string().min(1).optional().meta({
    description:
      'Makes the key of the channel the secret access key that signs requests; without it the key is a Bedrock API key.',
  }),
  session_token: z
    .string()
    .min(1)
    .transform((token) => new Secret(token))
    .optional()
    .meta({ writeOnly: true, description: 'Session token of temporary credentials.' }),
  api: z.enum(['invoke', 'messages', 'mantle']).default('invoke').meta({
    description:
      '`invoke`: InvokeModel. `messages`: the Messages API on the same host. `mantle`: the same on the bedrock-mantle host.',
  }),
});

export type BedrockSettings = z.output<typeof settings>;

export const settingsOf = (target: Target): BedrockSettings => target.settings as BedrockSettings;

/** Where the region's models answer. */
export function baseUrlFor(given: unknown): string {
  const { region, api } = given as BedrockSettings;
  if (api === 'mantle') return `https://bedrock-mantle.${region}.api.aws`;
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://bedrock-runtime.${region}.${domain}`;
}
