import { GatewayError } from '../../contract/error.ts';
import type { Target } from '../../contract/provider.ts';
import { settingsOf, type VertexSettings } from './settings.ts';

/** quirk(vertex): three forms of host. — npm @anthropic-ai/vertex-sdk 1.1.3, vertex spec B1, seen 2026-11 */
export function baseUrlFor(settings: unknown): string {
  const { location } = settings as VertexSettings;
  if (location === 'global') return 'https://aiplatform.googleapis.com';
  if (location === 'us' || location === 'eu') return `https://aiplatform.${location}.rep.googleapis.com`;
  return `https://${location}-aiplatform.googleapis.com`;
}

/** `v1beta1` has the newest fields of Gemini, express mode has no other than `v1`. — vertex spec B1, seen 2026-11 */
export function geminiPath(target: Target, stream: boolean): string {
  const { project } = settingsOf(target);
  const action = stream ? 'streamGenerateContent?alt=sse' : 'generateContent';
  const model = `publishers/google/models/${nameOf(target)}:${action}`;
  if (project === undefined) return versioned(target, 'v1', model);
  return versioned(target, 'v1beta1', `${placeOf(target)}/${model}`);
}

export function claudePath(target: Target, stream: boolean): string {
  if (settingsOf(target).project === undefined) {
    const message = 'Claude on Vertex AI needs a channel with a project.';
    throw new GatewayError('model_not_found', message, { field: 'model', retry: 'next-target' });
  }
  const action = stream ? 'streamRawPredict' : 'rawPredict';
  const model = `publishers/anthropic/models/${nameOf(target)}:${action}`;
  return versioned(target, 'v1', `${placeOf(target)}/${model}`);
}

function placeOf(target: Target): string {
  const { project = '', location } = settingsOf(target);
  return `projects/${encodeURIComponent(project)}/locations/${location}`;
}

/** Catalogues write `google/` and `models/` before the names; `@` (a version) stands as it is. */
const nameOf = ({ model }: Target): string =>
  encodeURIComponent(model.replace(/^(models|google|anthropic)\//, '')).replace(/%40/g, '@');

/** A base URL may name the version itself. */
const versioned = ({ baseUrl }: Target, version: string, path: string): string =>
  /\/v1(beta1)?$/.test(baseUrl) ? `/${path}` : `/${version}/${path}`;
