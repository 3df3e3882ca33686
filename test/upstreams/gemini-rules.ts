import { inspectPicture } from './picture.ts';

/** What one model takes; written down again, from the specification, so that the gateway's own table is tested. */
export interface GeminiModel {
  readonly name: RegExp;
  /** Ratio → pixels at the tier 1K; empty: a text model. */
  readonly ratios: { readonly [ratio: string]: string };
  readonly tiers: { readonly [name: string]: number };
  /** Its own pictures must come back with the signature they were given. */
  readonly signs: boolean;
}

const RATIOS_3 = {
  '1:1': '1024x1024',
  '3:2': '1264x848',
  '2:3': '848x1264',
  '4:3': '1200x896',
  '3:4': '896x1200',
  '5:4': '1152x928',
  '4:5': '928x1152',
  '16:9': '1376x768',
  '9:16': '768x1376',
  '21:9': '1584x672',
};
const STRIPS = { '1:4': '512x2048', '4:1': '2048x512', '1:8': '384x3072', '8:1': '3072x384' };
const RATIOS_2_5 = {
  '1:1': '1024x1024',
  '3:2': '1248x832',
  '2:3': '832x1248',
  '4:3': '1184x864',
  '3:4': '864x1184',
  '5:4': '1152x896',
  '4:5': '896x1152',
  '16:9': '1344x768',
  '9:16': '768x1344',
  '21:9': '1536x672',
};
const TIERS_3 = { '1K': 1, '2K': 2, '4K': 4 };

/** `gemini-3.1-flash-image` and Imagen are shut down: 404. */
const MODELS: readonly GeminiModel[] = [
  { name: /^gemini-nano-banana-2\.1$/, ratios: { ...RATIOS_3, ...STRIPS }, tiers: TIERS_3, signs: true },
  { name: /^gemini-3-pro-image$/, ratios: RATIOS_3, tiers: TIERS_3, signs: true },
  { name: /^gemini-3\.1-flash-lite-image$/, ratios: RATIOS_3, tiers: { '1K': 1 }, signs: true },
  { name: /^gemini-2\.5-flash-image$/, ratios: RATIOS_2_5, tiers: {}, signs: false },
  { name: /^gemini-[\d.]+-(pro|flash|flash-lite)(-preview)?$/, ratios: {}, tiers: {}, signs: false },
];

export const modelNamed = (id: string): GeminiModel | undefined => MODELS.find(({ name }) => name.test(id));
export const draws = (model: GeminiModel): boolean => Object.keys(model.ratios).length > 0;

export interface GeminiPart {
  readonly text?: string;
  readonly inlineData?: { readonly mimeType: string; readonly data: string };
  readonly thought?: boolean;
  readonly thoughtSignature?: string;
}
export interface GeminiContent {
  readonly role?: string;
  readonly parts: readonly GeminiPart[];
}
export interface GeminiBody {
  readonly contents: readonly GeminiContent[];
  readonly systemInstruction?: GeminiContent;
  readonly generationConfig?: GenerationConfig;
  readonly safetySettings?: readonly { readonly category: string; readonly threshold: string }[];
}
export interface GenerationConfig {
  readonly responseModalities?: readonly string[];
  readonly imageConfig?: { readonly aspectRatio?: string; readonly imageSize?: string };
  readonly seed?: number;
  readonly maxOutputTokens?: number;
}

/** An error in Google's shape. */
export class GoogleRefusal extends Error {
  readonly code: number;
  readonly status: string;
  readonly details: readonly object[];

  constructor(code: number, status: string, message: string, details: readonly object[] = []) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

const illegal = (message: string) => new GoogleRefusal(400, 'INVALID_ARGUMENT', message);

const TEXT_SETTINGS = ['temperature', 'topP', 'topK', 'maxOutputTokens', 'stopSequences', 'seed'];
const FIELDS = {
  request: ['contents', 'systemInstruction', 'generationConfig', 'safetySettings'],
  content: ['role', 'parts'],
  part: ['text', 'inlineData', 'thoughtSignature'],
  blob: ['mimeType', 'data'],
  generationConfig: [
    'responseModalities',
    'imageConfig',
    'candidateCount',
    'thinkingConfig',
    ...TEXT_SETTINGS,
  ],
  imageConfig: ['aspectRatio', 'imageSize'],
  safetySetting: ['category', 'threshold'],
};

/** Strict, as protobuf parsing is: a name that is not in the message is an error. */
function refuseUnknown(value: object, known: readonly string[], at: string): void {
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) {
      throw illegal(
        `Invalid JSON payload received. Unknown name "${name}"${at && ` at '${at}'`}: Cannot find field.`,
      );
    }
  }
}

/** Refuses what Google refuses. `issued` are the signatures that were given out. */
export async function checkBody(
  body: GeminiBody,
  model: GeminiModel,
  issued: ReadonlySet<string>,
): Promise<void> {
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
  checkConfig(body.generationConfig ?? {}, model);
  checkSafety(body);
}

async function checkContent(
  content: GeminiContent,
  at: string,
  model: GeminiModel,
  issued: ReadonlySet<string>,
): Promise<void> {
  refuseUnknown(content, FIELDS.content, at);
  if (content.role !== 'user' && content.role !== 'model') {
    throw illegal('Please use a valid role: user, model.');
  }
  if (content.parts.length === 0) throw illegal(`* ${at}.parts: contents.parts must not be empty.`);
  for (const part of content.parts) {
    refuseUnknown(part, FIELDS.part, `${at}.parts`);
    if ((part.text === undefined) === (part.inlineData === undefined)) {
      throw illegal(`* ${at}.parts: exactly one of "data" must be set`);
    }
    if (part.inlineData) await readPicture(part, at);
    checkSignature(part, content.role, model, issued);
  }
}

function checkSignature(
  part: GeminiPart,
  role: string,
  model: GeminiModel,
  issued: ReadonlySet<string>,
): void {
  const { thoughtSignature, inlineData } = part;
  if (thoughtSignature !== undefined && !issued.has(thoughtSignature)) {
    throw illegal('Corrupted thought signature.');
  }
  if (model.signs && role === 'model' && inlineData && thoughtSignature === undefined) {
    throw illegal('Image part is missing a thought_signature in content of role "model".');
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

function checkConfig(config: GenerationConfig, model: GeminiModel): void {
  refuseUnknown(config, FIELDS.generationConfig, 'generation_config');
  const { responseModalities = [], imageConfig, seed } = config;
  if (responseModalities.some((modality) => modality !== 'TEXT' && modality !== 'IMAGE')) {
    throw illegal("Invalid value at 'generation_config.response_modalities'");
  }
  if (seed !== undefined && (seed | 0) !== seed) {
    throw illegal("Invalid value at 'generation_config.seed' (TYPE_INT32)");
  }
  if (!draws(model) && (imageConfig || responseModalities.includes('IMAGE'))) {
    throw illegal('Model does not support the requested response modalities: image,text');
  }
  if (imageConfig) checkImageConfig(imageConfig, model);
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
