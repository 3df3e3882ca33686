/** What a run asks for; what is empty is left to the model. */
export interface Wishes {
  readonly prompt: string;
  readonly size: string;
  readonly quality: string;
  readonly output_format: string;
  readonly output_compression: string;
  readonly background: string;
  readonly input_fidelity: string;
  readonly moderation: string;
  readonly n: string;
  readonly partial_images: string;
  readonly seed: string;
  readonly negative_prompt: string;
  readonly style: string;
  readonly watermark: boolean;
  readonly strict: boolean;
}

export const NO_WISHES: Wishes = {
  prompt: '',
  size: '',
  quality: '',
  output_format: '',
  output_compression: '',
  background: '',
  input_fidelity: '',
  moderation: '',
  n: '1',
  partial_images: '2',
  seed: '',
  negative_prompt: '',
  style: '',
  watermark: false,
  strict: false,
};

/** Parameters with a choice of values; the first of each list is what the model does by itself. */
export const CHOICES = {
  size: ['', '256x256', '512x512', '1024x1024', '1536x1024', '1024x1536', '2048x2048'],
  quality: ['', 'auto', 'low', 'medium', 'high', 'standard', 'hd'],
  output_format: ['', 'png', 'webp', 'jpeg'],
  background: ['', 'auto', 'opaque', 'transparent'],
  input_fidelity: ['', 'low', 'high'],
  moderation: ['', 'auto', 'low'],
} as const;

export type ChoiceName = keyof typeof CHOICES;

/** Members of the request body that are numbers. */
const NUMBERS = ['output_compression', 'n', 'seed'] as const;
const TEXTS = [
  ...['size', 'quality', 'output_format', 'background', 'input_fidelity', 'moderation'],
  ...['negative_prompt', 'style'],
] as const;

/** The parameters as the Images API takes them, those left open not among them. */
export function parametersOf(wishes: Wishes): Record<string, string | number | boolean> {
  const texts = TEXTS.flatMap((name) => {
    const value = wishes[name as keyof Wishes];
    return value === '' ? [] : [[name, value]];
  });
  const numbers = NUMBERS.flatMap((name) => (wishes[name] === '' ? [] : [[name, Number(wishes[name])]]));
  return Object.fromEntries([
    ...texts,
    ...numbers.filter(([name, value]) => name !== 'n' || value !== 1),
    ...(wishes.watermark ? [['watermark', true]] : []),
    ...(wishes.strict ? [['strict', true]] : []),
  ]);
}
