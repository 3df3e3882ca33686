import { askedFields } from '../../contract/asked-fields.ts';
import { GatewayError } from '../../contract/error.ts';
import type { ChatRequest, ImageRequest, Warning } from '../../contract/request.ts';
import { ignoredDetail, unlessStrict } from '../openai-compatible/ignored.ts';

/** Refuses prompts with the word “forbidden”: the way to see what a provider's refusal looks like to a client. */
export function refuseForbidden(prompt: string): void {
  if (!/\bforbidden\b/i.test(prompt)) return;
  throw new GatewayError(
    'content_policy',
    'The demo refuses every prompt that contains the word "forbidden", to show what a refusal looks like.',
    { upstreamCode: 'demo_forbidden' },
  );
}

/** Everything of the request that cannot change what the demo says or draws. A chat's length limit it honours. */
export function ignoredBy(request: ChatRequest | ImageRequest): Warning[] {
  const asked = request.operation === 'chat' ? askedFields(request) : [];
  const fields = [
    ...asked.filter((field) => field !== 'max_tokens'),
    ...Object.values(request.extensions).flatMap((extension) => Object.keys(extension)),
    ...(request.endUser === undefined ? [] : ['user']),
  ];
  const ignored = unlessStrict(
    request,
    fields.map((field): Warning => ({ kind: 'ignored', field, detail: 'It has no effect on the demo.' })),
  );
  return request.operation === 'chat' ? [...ignored, ...ignoredDetail(request.messages)] : [...ignored];
}
