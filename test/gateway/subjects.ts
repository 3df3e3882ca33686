import type { FakeCall } from '../upstreams/fake.ts';
import { DRAWING_MODELS, type ProviderName } from './house.ts';

/** A model whose treatment of the tool's parameters is checked. */
export interface Subject {
  readonly provider: ProviderName;
  readonly model: string;
}

const subject = (provider: ProviderName, model = DRAWING_MODELS[provider]): Subject => ({ provider, model });

/** One of each provider, and of the providers that draw in several ways one of each way. */
export const SUBJECTS = {
  openai: subject('openai'),
  'openai fixed sizes': subject('openai', 'gpt-image-1.5'),
  'openai responses': subject('openai', 'gpt-5-mini'),
  doubao: subject('doubao'),
  'doubao 5.0': subject('doubao', 'doubao-seedream-5-0-pro-260628'),
  openrouter: subject('openrouter'),
  'openrouter images': subject('openrouter', 'openai/gpt-image-1-mini'),
  gemini: subject('gemini'),
  demo: subject('demo'),
} as const satisfies Record<string, Subject>;
export type SubjectName = keyof typeof SUBJECTS;

type Fields = { readonly [field: string]: unknown };

/** Everything an upstream was told about the picture, in one flat record, whatever the shape of its API. */
export function receivedFields(call: FakeCall | undefined): Fields {
  if (!call) return {};
  if (call.form.length > 0) {
    return Object.fromEntries(
      call.form.map(({ name, fileName, data }) => [name, fileName ? 'a file' : fromText(data.toString())]),
    );
  }
  const body = call.json as Fields;
  const [tool] = (body.tools ?? []) as readonly Fields[];
  const config = (body.generationConfig ?? {}) as Fields;
  return {
    ...body,
    ...tool,
    ...(body.image_config as Fields | undefined),
    ...(config.imageConfig as Fields | undefined),
    ...passedOn(body.provider),
  };
}

/** Form fields are text. */
const fromText = (text: string): unknown => (/^(\d+|true|false)$/.test(text) ? JSON.parse(text) : text);

/** OpenRouter hands `provider.options.<name>` on to the provider. */
const passedOn = (provider: unknown): Fields =>
  Object.assign({}, ...Object.values((provider as { options?: Fields } | undefined)?.options ?? {}));
