import type { FakeCall, FakeReply } from './fake.ts';
import { refuse, refuseUnknown, unknownModel } from './openai-rules.ts';

interface Body extends Record<string, unknown> {
  readonly model?: string;
  readonly input?: string | readonly string[];
  readonly encoding_format?: string;
}

const inputs = ({ input = [] }: Body): readonly string[] => (typeof input === 'string' ? [input] : input);

/** POST /embeddings: three numbers a text, as numbers or as base64. */
export async function embeddings(call: FakeCall): Promise<FakeReply> {
  const body = call.json as Body;
  refuseUnknown(Object.keys(body), ['model', 'input', 'encoding_format', 'dimensions', 'user']);
  if (!body.model?.startsWith('text-embedding')) throw unknownModel(body.model);
  const data = inputs(body).map((text, index) => {
    const vector = new Float32Array([text.length, 0.5, -1]);
    const isText = body.encoding_format === 'base64';
    const embedding = isText ? Buffer.from(vector.buffer).toString('base64') : [...vector];
    return { object: 'embedding', index, embedding };
  });
  return {
    json: { object: 'list', data, model: body.model, usage: { prompt_tokens: 5, total_tokens: 5 } },
  };
}

/** POST /moderations: "forbidden" is violence. */
export async function moderations(call: FakeCall): Promise<FakeReply> {
  const body = call.json as Body;
  refuseUnknown(Object.keys(body), ['model', 'input']);
  if (!body.model?.includes('moderation')) throw unknownModel(body.model);
  if (inputs(body).length === 0) throw refuse('input', 'missing_required_parameter', 'input is missing.');
  const results = inputs(body).map((text) => {
    const flagged = /forbidden/i.test(text);
    return { flagged, categories: { violence: flagged }, category_scores: { violence: flagged ? 0.9 : 0 } };
  });
  return { json: { id: 'modr-fake', model: body.model, results } };
}
