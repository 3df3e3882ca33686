import { GatewayError } from '../../contract/error.ts';
import type { ChatRequest, ImageRequest, Warning } from '../../contract/request.ts';

/** Refuses prompts with the word “forbidden”: the way to see what a provider's refusal looks like to a client. */
export function refuseForbidden(prompt: string): void {
  if (!/\bforbidden\b/i.test(prompt)) return;
  throw new GatewayError(
    'content_policy',
    'The demo refuses every prompt that contains the word "forbidden", to show what a refusal looks like.',
    { upstreamCode: 'demo_forbidden' },
  );
}

const SAMPLING_FIELDS = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  frequencyPenalty: 'frequency_penalty',
  presencePenalty: 'presence_penalty',
  seed: 'seed',
  stop: 'stop',
} as const;

/** Everything of the request that cannot change what the demo says or draws. */
export function ignoredBy(request: ChatRequest | ImageRequest): Warning[] {
  const sampling = request.operation === 'chat' ? request.sampling : {};
  const fields = [
    ...Object.keys(sampling).map((key) => SAMPLING_FIELDS[key as keyof typeof SAMPLING_FIELDS]),
    ...Object.values(request.extensions).flatMap((extension) => Object.keys(extension)),
    ...(request.endUser === undefined ? [] : ['user']),
  ];
  return fields.map((field) => ({ kind: 'ignored', field, detail: 'It has no effect on the demo.' }));
}
