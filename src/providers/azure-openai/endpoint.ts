import type { Encoded, Target } from '../../contract/provider.ts';
import { type AzureSettings, isDated, settingsOf } from './settings.ts';

/** Shows what must be given where no resource is named. */
export const STANDARD_URL = 'https://{resource}.openai.azure.com/openai/v1';

export function baseUrlFor(given: unknown): string {
  const settings = given as AzureSettings;
  const url = STANDARD_URL.replace('{resource}', settings.resource ?? '{resource}');
  return isDated(settings) ? url.replace(/\/v1$/, '') : url;
}

/** Where a deployment answers: named by the body's `model` in the v1 API, by the path in the dated one. */
export function pathOf(path: string, target: Target): string {
  const settings = settingsOf(target);
  const version = settings.api_version === undefined ? '' : `?api-version=${settings.api_version}`;
  if (!isDated(settings)) return path + version;
  return `/deployments/${encodeURIComponent(target.model)}${path}${version}`;
}

/** The call of OpenAI's own API, at this resource. */
export const atResource = ({ call, warnings }: Encoded, target: Target): Encoded => ({
  call: { ...call, path: pathOf(call.path, target) },
  warnings,
});
