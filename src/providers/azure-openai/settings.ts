import * as z from 'zod';
import type { Target } from '../../contract/provider.ts';

const DATED = /^\d{4}-\d{2}-\d{2}(-preview)?$/;

export const settings = z.strictObject({
  resource: z.string().min(1).optional().meta({
    description: 'Name of the resource: its host is `{resource}.openai.azure.com`. A base URL says the same.',
  }),
  api_version: z
    .string()
    .refine((version) => version === 'preview' || DATED.test(version), {
      error: 'expected a date such as 2025-04-01-preview, or "preview"',
    })
    .optional()
    .meta({
      description:
        'A date (`2025-04-01-preview`) chooses the older, dated API; `preview` the newest fields of the v1 API. Default: v1.',
    }),
  auth: z.enum(['key', 'entra']).default('key').meta({
    description: 'What the key is: the own one of the resource, or an access token of Microsoft Entra.',
  }),
  image_deployment: z.string().min(1).optional().meta({
    description:
      'The deployment that draws where a text model is asked for pictures; without it text models only talk.',
  }),
  image_model: z
    .string()
    .min(1)
    .default('gpt-image-2')
    .meta({ description: 'The model of that deployment.' }),
});

export type AzureSettings = z.output<typeof settings>;

export const settingsOf = (target: Target): AzureSettings => target.settings as AzureSettings;

export const isDated = ({ api_version: version }: AzureSettings): boolean => DATED.test(version ?? '');
