import { createVerify, generateKeyPairSync } from 'node:crypto';
import sharp from 'sharp';
import { answerMessages, refused as refusedByClaude } from './anthropic.ts';
import type { Body } from './anthropic-rules.ts';
import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { answerGemini, refused } from './gemini.ts';
import { GoogleRefusal } from './gemini-refusal.ts';

export const VERTEX_API_KEY = 'vertex-express-test';
export const VERTEX_PROJECT = 'test-project';

const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });
const EMAIL = 'gateway@test-project.iam.gserviceaccount.com';

/** The key file of the fake's only service account; its tokens come from `url`. */
export const serviceAccount = ({ url }: Pick<Fake, 'url'>, more: object = {}): string =>
  JSON.stringify({
    type: 'service_account',
    project_id: VERTEX_PROJECT,
    private_key_id: 'key-1',
    private_key: KEYS.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: EMAIL,
    token_uri: `${url}/token`,
    ...more,
  });

const GEMINI =
  /^\/(v1|v1beta1)\/(?:projects\/([^/]+)\/locations\/([^/]+)\/)?publishers\/google\/models\/([^/:]+):(\w+(?:\?alt=sse)?)$/;
const CLAUDE =
  /^\/v1\/projects\/([^/]+)\/locations\/([^/]+)\/publishers\/anthropic\/models\/([^/:]+):(rawPredict|streamRawPredict)$/;

interface State {
  /** Access tokens given out. */
  readonly tokens: Set<string>;
  /** Signatures given out. */
  readonly marks: Map<string, string>;
}

/**
 * Vertex AI and the token service at `/token`, which verifies the JWT's signature and claims. Express mode takes the API key
 * `vertex-express-test`; everything else needs a token. Gemini and Claude answer as in their own fakes.
 */
export function startVertex(): Promise<Fake> {
  const state: State = { tokens: new Set(), marks: new Map() };
  return startFake(async (call) => {
    if (call.path === '/token') return grant(call, state);
    try {
      return await answer(call, state);
    } catch (error) {
      return refused(error);
    }
  });
}

/** quirk(google): tokens live an hour; the scope decides what they open. */
function grant({ body, headers }: FakeCall, { tokens }: State): FakeReply {
  const fields = new URLSearchParams(body.toString());
  const problem = jwtProblem(fields.get('assertion') ?? '', `http://${headers.host}/token`);
  if (headers['content-type'] !== 'application/x-www-form-urlencoded') return denied('bad content type');
  if (fields.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') return denied('bad grant');
  if (problem) return denied(problem);
  const access_token = `ya29.test-${tokens.size}`;
  tokens.add(access_token);
  return { json: { access_token, expires_in: 3599, token_type: 'Bearer' } };
}

const denied = (error_description: string): FakeReply => ({
  status: 400,
  json: { error: 'invalid_grant', error_description },
});

function jwtProblem(jwt: string, audience: string): string | undefined {
  const [header = '', claims = '', signature = ''] = jwt.split('.');
  const verify = createVerify('RSA-SHA256').update(`${header}.${claims}`);
  if (!verify.verify(KEYS.publicKey, signature, 'base64url')) return 'Invalid JWT Signature.';
  const { alg, kid } = parse(header);
  const { iss, scope, aud, iat, exp } = parse(claims);
  if (alg !== 'RS256' || kid !== 'key-1') return 'Invalid JWT header.';
  if (iss !== EMAIL || aud !== audience) return 'Invalid JWT: iss or aud.';
  if (scope !== 'https://www.googleapis.com/auth/cloud-platform') return 'Invalid scope.';
  const now = Date.now() / 1000;
  const timely = Math.abs(now - Number(iat)) < 60 && Number(exp) > now && Number(exp) - Number(iat) <= 3600;
  return timely ? undefined : 'Invalid JWT: token must be short-lived and in a reasonable timeframe.';
}

const parse = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

async function answer(call: FakeCall, state: State): Promise<FakeReply> {
  const claude = CLAUDE.exec(call.path);
  if (claude) {
    checkPlace(call, state, claude[1], claude[2]);
    return askClaude(call, decodeURIComponent(claude[3] ?? ''), claude[4] === 'streamRawPredict');
  }
  const [, version, project, location, model = '', action = ''] = GEMINI.exec(call.path) ?? [];
  if (version === undefined) throw new GoogleRefusal(404, 'NOT_FOUND', 'Not found.');
  if (project === undefined && version === 'v1') checkExpress(call);
  else checkPlace(call, state, project, location);
  return askGemini(call, state, `/v1beta/models/${model}:${action}`);
}

function checkPlace({ headers }: FakeCall, { tokens }: State, project?: string, location?: string): void {
  const token = headers.authorization?.replace(/^Bearer /, '') ?? '';
  if (!tokens.has(token)) {
    throw new GoogleRefusal(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
  }
  if (project !== VERTEX_PROJECT) throw new GoogleRefusal(403, 'PERMISSION_DENIED', `No project ${project}.`);
  if (location !== 'global') throw new GoogleRefusal(404, 'NOT_FOUND', `Not served in ${location}.`);
}

function checkExpress({ headers }: FakeCall): void {
  if (headers['x-goog-api-key'] !== VERTEX_API_KEY) {
    throw new GoogleRefusal(401, 'UNAUTHENTICATED', 'API keys are not supported by this API.');
  }
}

interface OutputOptions {
  readonly mimeType?: string;
  readonly compressionQuality?: number;
}

interface GeminiCall {
  readonly generationConfig?: {
    readonly imageConfig?: { readonly imageOutputOptions?: OutputOptions } & Record<string, unknown>;
  } & Record<string, unknown>;
}

/** The Gemini API's answer, the picture in the format that only Vertex can be told. */
async function askGemini(call: FakeCall, { marks }: State, path: string): Promise<FakeReply> {
  const { generationConfig, ...body } = call.json as GeminiCall;
  const { imageOutputOptions, ...imageConfig } = generationConfig?.imageConfig ?? {};
  const config = generationConfig && {
    ...generationConfig,
    ...(generationConfig.imageConfig && { imageConfig }),
  };
  const json = { ...body, ...(config && { generationConfig: config }) };
  const reply = await answerGemini({ ...call, path, json }, marks);
  const options = checkOptions(imageOutputOptions);
  if (options && 'json' in reply) return { json: await reformat(reply.json, options) };
  if (!options || !('sse' in reply)) return reply;
  const events: string[] = [];
  for await (const event of reply.sse) {
    const chunk = await reformat(JSON.parse(event.replace(/^data: /, '')), options);
    events.push(`data: ${JSON.stringify(chunk)}\r\n\r\n`);
  }
  return { sse: events };
}

function checkOptions(options: OutputOptions | undefined): OutputOptions | undefined {
  if (!options) return undefined;
  const { mimeType = 'image/png', compressionQuality: quality = 75, ...rest } = options;
  const legal = ['image/png', 'image/jpeg'].includes(mimeType) && quality >= 0 && quality <= 100;
  if (!legal || Object.keys(rest).length > 0) {
    throw new GoogleRefusal(400, 'INVALID_ARGUMENT', 'Invalid value at generation_config.image_config.');
  }
  return { mimeType, compressionQuality: quality };
}

/** Every picture in the tree, converted. */
async function reformat(tree: unknown, options: OutputOptions): Promise<unknown> {
  if (Array.isArray(tree)) return Promise.all(tree.map((each) => reformat(each, options)));
  if (typeof tree !== 'object' || tree === null) return tree;
  const { inlineData } = tree as { inlineData?: { data: string } };
  if (inlineData) {
    const picture = sharp(Buffer.from(inlineData.data, 'base64'));
    const quality = options.compressionQuality ?? 75;
    const bytes = await (options.mimeType === 'image/png'
      ? picture.png()
      : picture.jpeg({ quality })
    ).toBuffer();
    return { ...tree, inlineData: { mimeType: options.mimeType, data: bytes.toString('base64') } };
  }
  const entries = Object.entries(tree).map(async ([key, value]) => [key, await reformat(value, options)]);
  return Object.fromEntries(await Promise.all(entries)) as unknown;
}

async function askClaude(call: FakeCall, id: string, stream: boolean): Promise<FakeReply> {
  const { anthropic_version: version, ...body } = call.json as Body & { anthropic_version?: string };
  const bad = (message: string) => new GoogleRefusal(400, 'INVALID_ARGUMENT', message);
  if (version !== 'vertex-2023-10-16') throw bad('anthropic_version: Field required');
  if (body.model !== undefined) throw bad('model: Extra inputs are not permitted');
  if ((body.stream ?? false) !== stream) throw bad('stream does not fit the method');
  if (call.headers['anthropic-version'] !== undefined) throw bad('anthropic-version belongs into the body');
  const model = id.replace(/@.*$/, '');
  if (!model.startsWith('claude-')) throw new GoogleRefusal(404, 'NOT_FOUND', `No model ${id}.`);
  const betas = String(call.headers['anthropic-beta']);
  return answerMessages({ ...body, model }, '2023-06-01', betas).catch(refusedByClaude);
}
