import type { GeminiBody, GeminiContent, GeminiPart, GenerationConfig, IssuedMarks } from './gemini-body.ts';
import { draws, type GeminiModel } from './gemini-models.ts';
import { illegal, refuseUnknown } from './gemini-refusal.ts';
import { checkThinking } from './gemini-thinking.ts';
import { checkCallSignatures, checkCalls, checkSchema, checkTools, isStandIn } from './gemini-tools.ts';
import { inspectPicture } from './picture.ts';

const CONTENT_OF_PARTS = ['text', 'inlineData', 'fileData', 'functionCall', 'functionResponse'] as const;
const TEXT_SETTINGS = ['temperature', 'topP', 'topK', 'maxOutputTokens', 'stopSequences', 'seed'];
const FIELDS = {
  request: [
    'contents',
    'systemInstruction',
    'generationConfig',
    'safetySettings',
    'tools',
    'toolConfig',
    'model',
  ],
  content: ['role', 'parts'],
  part: [...CONTENT_OF_PARTS, 'thought', 'thoughtSignature'],
  call: ['id', 'name', 'args'],
  response: ['id', 'name', 'response', 'parts', 'willContinue', 'scheduling'],
  blob: ['mimeType', 'data'],
  generationConfig: [
    'responseModalities',
    'imageConfig',
    'speechConfig',
    'candidateCount',
    'thinkingConfig',
    'responseMimeType',
    'responseSchema',
    'responseJsonSchema',
    ...TEXT_SETTINGS,
  ],
  imageConfig: ['aspectRatio', 'imageSize'],
  safetySetting: ['category', 'threshold'],
};

/** Refuses what Google refuses. `issued` are the signatures that were given out. */
export async function checkBody(body: GeminiBody, model: GeminiModel, issued: IssuedMarks): Promise<void> {
  refuseUnknown(body, FIELDS.request, '');
  if (!Array.isArray(body.contents) || body.contents.length === 0) {
    throw illegal('* GenerateContentRequest.contents: contents is not specified');
  }
  for (const [index, content] of body.contents.entries()) {
    await checkContent(content, `contents[${index}]`, model, issued);
  }
  if (body.systemInstruction) {
    if (draws(model)) throw illegal('Developer instruction is not enabled for this model');
    refuseUnknown(body.systemInstruction, FIELDS.content, 'system_instruction');
  }
  const turns = joinTurns(body.contents);
  checkCalls(turns);
  if (model.signs) checkCallSignatures(turns, issued);
  checkTools(body);
  if (draws(model) && (body.tools?.length ?? 0) > 0)
    throw illegal('Tool use is not supported by this model.');
  checkConfig(body.generationConfig ?? {}, model, body.tools !== undefined);
  checkSafety(body);
}

/** Neighbours of one role are one turn; clients that keep a stream's history chunk by chunk send them apart. */
function joinTurns(contents: readonly GeminiContent[]): GeminiContent[] {
  const turns: GeminiContent[] = [];
  for (const content of contents) {
    const last = turns.at(-1);
    if (last && last.role === content.role) {
      turns.splice(-1, 1, { ...content, parts: [...last.parts, ...content.parts] });
    } else turns.push(content);
  }
  return turns;
}

async function checkContent(
  content: GeminiContent,
  at: string,
  model: GeminiModel,
  issued: IssuedMarks,
): Promise<void> {
  refuseUnknown(content, FIELDS.content, at);
  if (content.role !== 'user' && content.role !== 'model') {
    throw illegal('Please use a valid role: user, model.');
  }
  if (content.parts.length === 0) throw illegal(`* ${at}.parts: contents.parts must not be empty.`);
  for (const part of content.parts) {
    refuseUnknown(part, FIELDS.part, `${at}.parts`);
    if (CONTENT_OF_PARTS.filter((name) => part[name] !== undefined).length !== 1) {
      throw illegal(`* ${at}.parts: exactly one of "data" must be set`);
    }
    if (part.inlineData) await readBlob(part, at);
    checkCallParts(part, content.role, at);
    for (const inner of part.functionResponse?.parts ?? []) {
      if (!model.signs) throw illegal('Multimodal function responses are not supported by this model.');
      await readBlob(inner, at);
    }
    checkSignature(part, content.role, model, issued);
  }
}

function checkCallParts(
  { functionCall, functionResponse, thought }: GeminiPart,
  role: string,
  at: string,
): void {
  if (functionCall) refuseUnknown(functionCall, FIELDS.call, `${at}.parts.function_call`);
  if (functionResponse) {
    refuseUnknown(functionResponse, FIELDS.response, `${at}.parts.function_response`);
    const { response } = functionResponse;
    if (typeof response !== 'object' || response === null || Array.isArray(response)) {
      throw illegal("Invalid value at 'function_response.response' (TYPE_STRUCT)");
    }
  }
  if (functionCall && role !== 'model') throw illegal('Function calls belong to turns of role "model".');
  if (functionResponse && role !== 'user')
    throw illegal('Function responses belong to turns of role "user".');
  if (thought && role !== 'model') throw illegal('Thoughts belong to turns of role "model".');
}

function checkSignature(part: GeminiPart, role: string, model: GeminiModel, issued: IssuedMarks): void {
  const { thoughtSignature, inlineData } = part;
  if (thoughtSignature !== undefined && !issued.has(thoughtSignature) && !isStandIn(thoughtSignature)) {
    throw illegal('Corrupted thought signature.');
  }
  if (model.signs && role === 'model' && inlineData && thoughtSignature === undefined) {
    throw illegal('Image part is missing a thought_signature in content of role "model".');
  }
}

/** A picture, or bytes of another kind. */
async function readBlob(part: GeminiPart, at: string): Promise<void> {
  if (part.inlineData?.mimeType.startsWith('image/')) await readPicture(part, at);
  else if (!/^(application\/pdf|audio\/|video\/|text\/)/.test(part.inlineData?.mimeType ?? '')) {
    throw illegal(`Unsupported MIME type: ${part.inlineData?.mimeType}`);
  }
}

/** The picture's bytes and pixels; its declared type must be the real one. */
export async function readPicture({ inlineData }: GeminiPart, at = '') {
  const { mimeType, data } = inlineData ?? { mimeType: '', data: '' };
  refuseUnknown(inlineData ?? {}, FIELDS.blob, `${at}.parts.inline_data`);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(data)) throw illegal(`Invalid value at '${at}.parts' (TYPE_BYTES)`);
  const bytes = Buffer.from(data, 'base64');
  const facts = await inspectPicture(bytes).catch(() => undefined);
  if (!facts || mimeType !== `image/${facts.format}`) throw illegal('Unable to process input image.');
  return { bytes, ...facts };
}

function checkConfig(config: GenerationConfig, model: GeminiModel, hasTools: boolean): void {
  refuseUnknown(config, FIELDS.generationConfig, 'generation_config');
  const { responseModalities = [], imageConfig, seed, candidateCount = 1 } = config;
  if (candidateCount > 1 && model.signs) throw illegal('Multiple candidates is not enabled for this model');
  if (responseModalities.some((modality) => !['TEXT', 'IMAGE', 'AUDIO'].includes(modality))) {
    throw illegal("Invalid value at 'generation_config.response_modalities'");
  }
  if (seed !== undefined && (seed | 0) !== seed) {
    throw illegal("Invalid value at 'generation_config.seed' (TYPE_INT32)");
  }
  if (!draws(model) && (imageConfig || responseModalities.includes('IMAGE'))) {
    throw illegal('Model does not support the requested response modalities: image,text');
  }
  const onlySpeaks = responseModalities.join() === 'AUDIO';
  if (onlySpeaks !== (model.speaks ?? false)) {
    throw illegal(
      `The requested combination of response modalities (${responseModalities}) is not supported.`,
    );
  }
  const voice = config.speechConfig?.voiceConfig?.prebuiltVoiceConfig?.voiceName ?? 'Kore';
  if (!['Kore', 'Puck'].includes(voice)) throw illegal(`Voice name ${voice} is not supported.`);
  if (imageConfig) checkImageConfig(imageConfig, model);
  checkThinking(config.thinkingConfig, model);
  checkForm(config, model, hasTools);
}

function checkForm(
  { responseMimeType, responseJsonSchema }: GenerationConfig,
  model: GeminiModel,
  hasTools: boolean,
): void {
  if (responseMimeType === undefined) {
    if (responseJsonSchema) throw illegal('response_json_schema needs response_mime_type application/json');
    return;
  }
  if (draws(model)) throw illegal('JSON mode is not enabled for this model');
  if (hasTools && !model.signs) {
    throw illegal("Function calling with a response mime type: 'application/json' is unsupported");
  }
  if (responseJsonSchema) checkSchema(responseJsonSchema, 'generation_config.response_json_schema');
}

function checkImageConfig(config: NonNullable<GenerationConfig['imageConfig']>, model: GeminiModel): void {
  refuseUnknown(config, FIELDS.imageConfig, 'generation_config.image_config');
  const { aspectRatio, imageSize } = config;
  if (aspectRatio !== undefined && !(aspectRatio in model.ratios)) {
    throw illegal(`aspect_ratio must be one of ${Object.keys(model.ratios)}`);
  }
  if (imageSize !== undefined && !(imageSize in model.tiers)) {
    throw illegal(`image_size '${imageSize}' is not supported; supported: ${Object.keys(model.tiers)}`);
  }
}

const CATEGORIES = ['HARASSMENT', 'HATE_SPEECH', 'SEXUALLY_EXPLICIT', 'DANGEROUS_CONTENT'];
const THRESHOLDS = ['BLOCK_NONE', 'OFF', 'BLOCK_ONLY_HIGH', 'BLOCK_MEDIUM_AND_ABOVE', 'BLOCK_LOW_AND_ABOVE'];

function checkSafety({ safetySettings = [] }: GeminiBody): void {
  for (const setting of safetySettings) {
    refuseUnknown(setting, FIELDS.safetySetting, 'safety_settings[0]');
    const known =
      CATEGORIES.includes(setting.category.replace('HARM_CATEGORY_', '')) &&
      THRESHOLDS.includes(setting.threshold);
    if (!known) throw illegal("Invalid value at 'safety_settings[0]'");
  }
}
