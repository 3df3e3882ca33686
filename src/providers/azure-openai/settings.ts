import { z } from 'zod';
import type { Target } from '../../contract/provider.ts';

const DATED = /^\d{4}-\d{2}-\d{2}(-preview)?$/;

export const settings = z.strictObject({
  /** Name of the resource: its host is `{resource}.openai.azure.com`. A base URL says the same. */
  resource: z.string().min(1).optional(),
  /** A date (`2025-04-01-preview`) chooses the older, dated API; `preview` the newest fields of the v1 API. Default: v1. */
  api_version: z
    .string()
    .refine((version) => version === 'preview' || DATED.test(version), {
      error: 'expected a date such as 2025-04-01-preview, or "preview"',
    })
    .optional(),
  /** What the key is: the resource's own, or an access token of Microsoft Entra. */
  auth: z.enum(['key', 'entra']).default('key'),
  /** The deployment that draws where a text model is asked for pictures; without it text models only talk. */
  image_deployment: z.string().min(1).optional(),
  /** What that deployment is. */
  image_model: z.string().min(1).default('gpt-image-2'),
});

export type AzureSettings = z.output<typeof settings>;

export const settingsOf = (target: Target): AzureSettings => target.settings as AzureSettings;

export const isDated = ({ api_version: version }: AzureSettings): boolean => DATED.test(version ?? '');
