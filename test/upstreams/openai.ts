import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { chatCompletions } from './openai-chat.ts';
import { edits, generations } from './openai-images.ts';
import { responses } from './openai-responses.ts';
import { Refusal, type Rules } from './openai-rules.ts';
import { embeddings, moderations } from './openai-tasks.ts';

const KEY = 'sk-test';
const MODELS = [
  'gpt-image-2.6-sunburst',
  'gpt-image-2.5-flare',
  'gpt-image-2',
  'gpt-image-1.5',
  'gpt-image-1-mini',
  'gpt-5-mini',
];

type Route = (call: FakeCall, rules: Rules) => Promise<FakeReply>;

const ROUTES: { readonly [route: string]: Route } = {
  'POST /v1/images/generations': generations,
  'POST /v1/images/edits': edits,
  'POST /v1/chat/completions': chatCompletions,
  'POST /v1/responses': responses,
  'POST /v1/embeddings': embeddings,
  'POST /v1/moderations': moderations,
  'GET /v1/models': async () => ({
    json: {
      object: 'list',
      data: MODELS.map((id) => ({ id, object: 'model', created: 0, owned_by: 'openai' })),
    },
  }),
};

/** OpenAI below `/v1`, as strict as the real one; the keys are `sk-test` and those of `options`. "forbidden" in a prompt is refused as content. */
export function startOpenAi(options: Partial<Rules> = {}): Promise<Fake> {
  const rules: Rules = { serveRetired: false, transparentPreview: true, ...options };
  return startFake(async (call) => {
    try {
      return await answer(call, rules);
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, json: error.body };
      throw error;
    }
  });
}

async function answer(call: FakeCall, rules: Rules): Promise<FakeReply> {
  const key = call.headers.authorization?.replace(/^Bearer /, '');
  if (key !== KEY && !rules.keys?.includes(key ?? '')) {
    const message = `Incorrect API key provided: ${key}. You can find your API key at https://platform.openai.com.`;
    throw new Refusal(401, { type: 'invalid_request_error', code: 'invalid_api_key', message });
  }
  const name = `${call.method} ${call.path.replace(/\?.*/, '')}`;
  const route = ROUTES[name];
  if (!route) throw new Refusal(404, { type: 'invalid_request_error', message: `Invalid URL (${name})` });
  return route(call, rules);
}
