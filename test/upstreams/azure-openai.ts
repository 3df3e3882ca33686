import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { chatCompletions } from './openai-chat.ts';
import { edits, generations } from './openai-images.ts';
import { responses } from './openai-responses.ts';
import { Refusal, type Rules, refuse } from './openai-rules.ts';

const KEY = 'azure-test';
const TOKEN = 'entra-test';
const VERSIONS = ['2025-04-01-preview'];
const RULES: Rules = { serveRetired: true, transparentPreview: false };

/** Deployments of this resource, and what they really are. */
const DEPLOYMENTS: { readonly [deployment: string]: string } = {
  'gpt-image-2': 'gpt-image-2',
  painter: 'gpt-image-1.5',
  'gpt-5-mini': 'gpt-5-mini',
  talker: 'gpt-5-mini',
};

type Route = (call: FakeCall) => Promise<FakeReply>;

const ROUTES: { readonly [path: string]: Route } = {
  '/images/generations': (call) => draw(call, generations),
  '/images/edits': (call) => {
    if (call.json !== undefined)
      throw refuse(null, 'invalidPayload', 'Content-Type must be multipart/form-data.');
    return draw(call, edits);
  },
  '/chat/completions': async (call) => withPromptResults(await chatCompletions(call)),
  '/responses': drawnByText,
};

/**
 * An Azure OpenAI resource, as strict as the real one: key `azure-test`, Entra token `entra-test`; both the v1 API below
 * `/openai/v1` and the dated one. "forbidden" in a prompt is refused by the content filter.
 */
export function startAzureOpenAi(): Promise<Fake> {
  return startFake(async (call) => {
    try {
      return await answer(call);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, json: filtered(error) };
    }
  });
}

async function answer(call: FakeCall): Promise<FakeReply> {
  const { 'api-key': key, authorization } = call.headers;
  if (key !== KEY && authorization !== `Bearer ${TOKEN}`) {
    const message = 'Access denied due to invalid subscription key or wrong API endpoint.';
    throw new Refusal(401, { code: '401', message });
  }
  const { path, deployment } = locate(call);
  const route = ROUTES[path];
  if (!route) throw new Refusal(404, { code: '404', message: 'Resource not found' });
  const model = DEPLOYMENTS[deployment];
  if (model === undefined) {
    const message = 'The API deployment for this resource does not exist.';
    throw new Refusal(404, { code: 'DeploymentNotFound', message });
  }
  return route(named(call, model));
}

/** The dated API names the deployment in its path, the v1 API in the body. */
function locate(call: FakeCall): { path: string; deployment: string } {
  const url = new URL(call.path, 'http://fake');
  const version = url.searchParams.get('api-version');
  const dated = /^\/openai\/deployments\/([^/]+)(\/.+)$/.exec(url.pathname);
  if (dated && VERSIONS.includes(version ?? '')) {
    return { path: dated[2] ?? '', deployment: decodeURIComponent(dated[1] ?? '') };
  }
  const v1 = /^\/openai\/v1(\/.+)$/.exec(url.pathname);
  const path = v1 && (version === null || version === 'preview') ? (v1[1] ?? '') : '';
  const field = call.form.find(({ name }) => name === 'model')?.data.toString();
  return { path, deployment: field ?? String((call.json as { model?: unknown } | undefined)?.model) };
}

const named = (call: FakeCall, model: string): FakeCall => ({
  ...call,
  json: call.json === undefined ? undefined : { ...(call.json as object), model },
  form: call.form.map((part) => (part.name === 'model' ? { ...part, data: Buffer.from(model) } : part)),
});

async function draw(call: FakeCall, api: (call: FakeCall, rules: Rules) => Promise<FakeReply>) {
  const form = Object.fromEntries(call.form.map(({ name, data }) => [name, data.toString()]));
  const fields = { ...form, ...(call.json as Record<string, unknown>) };
  checkDrawing(fields);
  if (call.form.some(({ contentType }) => contentType === 'image/webp')) {
    throw refuse('image', 'invalid_value', 'Input images must be png or jpg.');
  }
  if (Number(fields.partial_images ?? 1) < 1) {
    throw refuse('partial_images', 'invalid_value', 'partial_images must be 1 to 3.');
  }
  return api(call, RULES);
}

/** Values that OpenAI takes and Azure does not, or of which nobody knows. */
function checkDrawing(fields: Record<string, unknown>): void {
  if (fields.output_format === 'webp') throw refuse('output_format', 'invalid_value', 'Use png or jpeg.');
  if (fields.quality === undefined) throw refuse('quality', 'costly', 'This fake wants the quality said.');
  for (const field of ['moderation', 'output_compression', 'safety_identifier']) {
    if (fields[field] !== undefined) throw refuse(field, 'unknown_parameter', `Unknown parameter: ${field}.`);
  }
}

interface Tool extends Record<string, unknown> {
  readonly type: string;
}

/** The tool draws with the deployment that the header names. */
async function drawnByText(call: FakeCall): Promise<FakeReply> {
  const deployment = String(call.headers['x-ms-oai-image-generation-deployment']);
  const model = DEPLOYMENTS[deployment];
  const body = call.json as { readonly tools?: readonly Tool[] };
  const tools = (body.tools ?? []).map((tool) => {
    if (tool.type !== 'image_generation') return tool;
    if (model === undefined) throw refuse('tools', 'DeploymentNotFound', `No deployment ${deployment}.`);
    if (tool.model !== undefined)
      throw refuse('tools[0].model', 'unknown_parameter', 'The header names the model.');
    checkDrawing(tool);
    return { ...tool, model };
  });
  const reply = await responses({ ...call, json: { ...body, tools } }, RULES);
  return 'sse' in reply ? { sse: unfinished(reply.sse) } : reply;
}

/** As recorded: no event says that the picture is complete, and its item stays "generating" for ever. */
async function* unfinished(events: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  for await (const event of events) {
    if (event.includes('response.image_generation_call.completed')) continue;
    yield event.replace(/("type":"image_generation_call"[^{}]*?"status":)"completed"/g, '$1"generating"');
  }
}

/** What the content filter thinks of the prompt comes first, in a chunk of its own. */
function withPromptResults(reply: FakeReply): FakeReply {
  if (!('sse' in reply)) return reply;
  const { sse } = reply;
  return {
    sse: (async function* () {
      const results = [{ prompt_index: 0, content_filter_results: { hate: { filtered: false } } }];
      const chunk = {
        id: '',
        object: '',
        created: 0,
        model: '',
        choices: [],
        prompt_filter_results: results,
      };
      yield `data: ${JSON.stringify(chunk)}\n\n`;
      yield* sse;
    })(),
  };
}

/** OpenAI's refusals of content in Azure's words. */
function filtered({ body }: Refusal): object {
  if (body.error.code !== 'moderation_blocked') return body;
  const violence = { filtered: true, severity: 'medium' };
  return {
    error: {
      code: 'content_policy_violation',
      message: 'Request rejected by the safety system.',
      type: 'invalid_request_error',
      param: null,
      inner_error: {
        code: 'ResponsibleAIPolicyViolation',
        content_filter_results: { violence, hate: { filtered: false, severity: 'safe' } },
      },
    },
  };
}
