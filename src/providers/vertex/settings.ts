import * as z from 'zod';
import type { Target } from '../../contract/provider.ts';

export const settings = z.strictObject({
  project: z.string().min(1).optional().meta({
    description:
      'Id of the Google Cloud project; without it the channel is in express mode, which knows API keys and Gemini only.',
  }),
  location: z
    .string()
    .regex(/^[a-z]+(-[a-z]+\d+)?$/, 'expected global, us, eu or a region such as europe-west4')
    .default('global')
    .meta({ description: '`global`, `us`, `eu` or a region. New models come to `global` first.' }),
});

export type VertexSettings = z.output<typeof settings>;

export const settingsOf = (target: Target): VertexSettings => target.settings as VertexSettings;
