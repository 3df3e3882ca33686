import { answerMessages, refused } from './anthropic.ts';
import type { Body } from './anthropic-rules.ts';
import { awsEvent } from './aws-event-stream.ts';
import { signatureProblem } from './aws-signature.ts';
import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';

export const BEDROCK_ACCOUNT = {
  accessKeyId: 'AKIATEST',
  secretAccessKey: 'aws/secret+test',
  region: 'eu-west-1',
  service: 'bedrock',
};
const API_KEY = 'bedrock-api-key-test';
const INVOKE = /^\/model\/([^/]+)\/(invoke|invoke-with-response-stream)$/;

/** A failure as AWS words it: its name in a header. */
const exception = (status: number, name: string, message: string): FakeReply => ({
  status,
  headers: { 'x-amzn-errortype': `${name}:http://internal.amazon.com/coral/com.amazon.bedrock/` },
  json: { message },
});

/**
 * Bedrock's runtime: InvokeModel, its stream, and the Messages API below `/anthropic`. The signature of every request is
 * computed again; the API key is `bedrock-api-key-test`. Claude answers as in the fake of Anthropic.
 */
export function startBedrock(
  account: Partial<typeof BEDROCK_ACCOUNT & { sessionToken: string }> = {},
): Promise<Fake> {
  return startFake(async (call) => {
    const problem = isApiKey(call) ? undefined : signatureProblem(call, { ...BEDROCK_ACCOUNT, ...account });
    if (problem) return exception(403, 'InvalidSignatureException', problem);
    if (call.path === '/anthropic/v1/messages') return messages(call);
    return invoke(call);
  });
}

const isApiKey = ({ headers }: FakeCall): boolean => headers.authorization === `Bearer ${API_KEY}`;

async function messages(call: FakeCall): Promise<FakeReply> {
  const body = call.json as Body;
  const { 'anthropic-version': version, 'anthropic-beta': betas } = call.headers;
  return answerMessages(plain(body), String(version), String(betas)).catch(refused);
}

async function invoke(call: FakeCall): Promise<FakeReply> {
  const [, encoded = '', action] = INVOKE.exec(call.path) ?? [];
  if (call.method !== 'POST' || action === undefined) return exception(404, 'UnknownOperationException', '');
  const model = decodeURIComponent(encoded);
  if (!/^([a-z]+\.)?anthropic\.claude-/.test(model))
    return exception(400, 'ValidationException', 'The provided model identifier is invalid.');
  const {
    anthropic_version: version,
    anthropic_beta: betas = [],
    ...body
  } = call.json as Record<string, unknown>;
  if (version !== 'bedrock-2023-05-31')
    return exception(400, 'ValidationException', 'anthropic_version: bad');
  for (const key of ['model', 'stream'])
    if (key in body) return exception(400, 'ValidationException', `extraneous key [${key}] is not permitted`);
  const stream = action !== 'invoke';
  const asked = plain({ ...body, model, stream } as Body);
  const reply = await answerMessages(asked, '2023-06-01', String(betas)).catch(inAwsWords);
  return 'sse' in reply ? { raw: (response) => streamed(reply.sse, response) } : reply;
}

/** Under Anthropic's own name of the model; only inline pictures. */
function plain(body: Body): Body {
  if (/"source":\{"type":"url"/.test(JSON.stringify(body.messages)))
    throw new TypeError('Bedrock takes no links');
  return { ...body, model: body.model.replace(/^.*anthropic\./, '').replace(/-v\d+(:\d+)?$/, '') };
}

function inAwsWords(error: unknown): FakeReply {
  const { status = 200, json } = refused(error) as { status?: number; json: { error: { message: string } } };
  const name = status === 404 ? 'ResourceNotFoundException' : 'ValidationException';
  return exception(status, name, json.error.message);
}

/** Every event becomes a chunk whose bytes are the event's data. */
async function streamed(
  sse: AsyncIterable<string> | Iterable<string>,
  response: Parameters<Extract<FakeReply, { raw: unknown }>['raw']>[0],
): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
  for await (const event of sse) {
    const data = /^data: (.*)$/m.exec(event)?.[1] ?? '';
    response.write(awsEvent('chunk', { bytes: Buffer.from(data).toString('base64'), p: 'abcdefgh' }));
  }
  response.end();
}
