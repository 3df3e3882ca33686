import { type ChatBody, disorder, partsOf, type Turn, textsOf, think } from './chat-model.ts';
import { chatReply } from './chat-reply.ts';
import type { Profile } from './compatible-profiles.ts';
import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { Refusal, refusing } from './refusal.ts';

const KEY = 'sk-compatible-test';
const KNOWN = [
  ...['model', 'messages', 'stream', 'temperature', 'top_p', 'stop'],
  ...['tools', 'tool_choice', 'response_format'],
];
const TURN = ['role', 'content', 'tool_calls', 'tool_call_id'];

/** An upstream that speaks chat completions in its own way, strict about everything its profile does not name. Key: `sk-compatible-test`. */
export function startCompatible(profile: Profile): Promise<Fake> {
  return startFake(
    refusing(async (call) => {
      if (call.headers.authorization !== `Bearer ${KEY}`) {
        throw new Refusal(401, { error: { message: 'Invalid API key.', type: 'authentication_error' } });
      }
      const isBelow = call.path.startsWith(`${profile.basePath}/`);
      const path = isBelow ? call.path.slice(profile.basePath.length) : call.path;
      if (path === '/chat/completions') return chat(call, profile);
      if (path === '/completions') return completion(call);
      const task = TASKS[path];
      if (!task) throw new Refusal(404, { error: { message: `No route ${call.path}` } });
      return { json: task(call.json as TaskBody) };
    }),
  );
}

const bad = (message: string): Refusal =>
  new Refusal(400, { error: { message, type: 'invalid_request_error' } });

async function chat(call: FakeCall, profile: Profile): Promise<FakeReply> {
  const body = call.json as ChatBody;
  if (!profile.models.includes(body.model)) {
    const message = `The model ${body.model} does not exist`;
    throw new Refusal(404, { error: { message, type: 'invalid_request_error', code: 'model_not_found' } });
  }
  checkBody(body, profile);
  checkTools(body, profile);
  for (const [at, turn] of body.messages.entries()) checkTurn(turn, at, body, profile);
  const wrong = disorder(body.messages);
  if (wrong) throw bad(wrong);
  if (/forbidden/i.test(textsOf(body.messages))) throw forbidden(profile);
  return chatReply(body, await think(body), profile.manner);
}

const forbidden = ({ baseResp }: Profile): Refusal =>
  baseResp
    ? new Refusal(200, { choices: null, base_resp: { status_code: 1026, status_msg: 'input sensitive' } })
    : new Refusal(400, { error: { message: 'Refused', code: 'content_policy_violation' } });

function checkBody(body: ChatBody, { fields, formats, efforts, maxTemperature = 2 }: Profile): void {
  const unknown = Object.keys(body).find((field) => ![...KNOWN, ...fields].includes(field));
  if (unknown) throw bad(`Unknown field ${unknown}`);
  const { reasoning_effort: effort, response_format: format, temperature } = body;
  if (effort !== undefined && !efforts?.includes(String(effort))) throw bad(`reasoning_effort ${effort}`);
  if (format && !formats.includes(format.type)) throw bad(`response_format ${format.type}`);
  if (Number(temperature ?? 0) > maxTemperature) throw bad(`temperature ${temperature}`);
}

function checkTools(body: ChatBody, { toolChoices = [], strict }: Profile): void {
  const { tool_choice: choice, tools = [] } = body;
  const kind = typeof choice === 'object' ? 'function' : String(choice ?? 'auto');
  if (!toolChoices.includes(kind)) throw bad(`tool_choice ${kind}`);
  if (choice !== undefined && tools.length === 0) throw bad('tool_choice without tools');
  const strictly = tools.some((tool) => 'strict' in (tool.function ?? {}));
  if (strictly && !strict) throw bad('Unknown field strict');
}

function checkTurn(turn: Turn, at: number, { messages }: ChatBody, profile: Profile): void {
  const { turn: own = [], turnNeeds, systemFirst, manner } = profile;
  const known = turn.role === 'assistant' ? [...TURN, ...own] : TURN;
  const unknown = Object.keys(turn).find((member) => !known.includes(member));
  if (unknown) throw bad(`messages[${at}].${unknown} is unknown`);
  if (turn.role === 'assistant' && turnNeeds && !(turnNeeds in turn)) throw bad(`${turnNeeds} is missing`);
  if (turn.role === 'system' && systemFirst && messages.slice(0, at).some(({ role }) => role !== 'system')) {
    throw bad('System message must be at the beginning.');
  }
  const types = turn.role === 'user' ? ['text', 'image_url'] : manner.thought === 'content' ? THINKING : [];
  for (const { type } of typeof turn.content === 'string' ? [] : partsOf(turn)) {
    if (![...types, 'text'].includes(type)) throw bad(`messages[${at}] holds ${type}`);
  }
}

const THINKING = ['thinking'];

interface TaskBody {
  readonly model?: string;
  readonly input?: readonly string[];
  readonly documents?: readonly string[];
  readonly top_n?: number;
}

const TASKS: { readonly [path: string]: (body: TaskBody) => unknown } = {
  '/embeddings': ({ model, input = [] }) => ({
    object: 'list',
    model,
    data: input.map((text, index) => ({ object: 'embedding', index, embedding: [text.length] })),
    usage: { prompt_tokens: 3, total_tokens: 3 },
  }),
  '/moderations': ({ model, input = [] }) => ({
    id: 'm',
    model,
    results: input.map(() => ({ flagged: false })),
  }),
  '/rerank': rerank,
  '/compatible-api/v1/reranks': rerank,
};

/** The longest document first. */
function rerank({ documents = [], top_n = documents.length }: TaskBody): unknown {
  const results = documents
    .map((text, index) => ({ index, relevance_score: text.length / 100 }))
    .sort((a, b) => b.relevance_score - a.relevance_score);
  return {
    id: 'rerank-fake',
    results: results.slice(0, top_n),
    tokens: { input_tokens: 9, output_tokens: 0 },
  };
}

/** The completions from before there was chat: the prompt goes on. */
function completion(call: FakeCall): FakeReply {
  const { model, prompt, suffix = '' } = call.json as { model: string; prompt: string; suffix?: string };
  const text = `${prompt} and so on${suffix}`;
  const choices = [{ index: 0, text, logprobs: null, finish_reason: 'stop' }];
  const usage = { prompt_tokens: 2, completion_tokens: 4, total_tokens: 6 };
  return { json: { id: 'cmpl-fake', object: 'text_completion', created: 1, model, choices, usage } };
}
