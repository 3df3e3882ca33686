import { type CodeFormat, fileMark, fileUrl, pathOf, type Sample, type SampleFile } from './sample.ts';

/** What is asked of a model that draws. */
export interface PictureQuestion {
  readonly model: string;
  readonly prompt: string;
  /** As the Images API calls them; those left open are not among them. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** Pictures to start from. */
  readonly references: readonly SampleFile[];
  readonly mask?: SampleFile | undefined;
}

/** The same question in any format. */
export function pictureSample(format: CodeFormat, question: PictureQuestion): Sample {
  const { model, references, mask, parameters } = question;
  return {
    format,
    path: pathOf(format, model, references.length > 0),
    body: BODIES[format](question),
    wanted: 'pictures',
    ending: String(parameters.output_format ?? 'png'),
    lost: format === 'gemini' && mask ? ['mask'] : [],
  };
}

const BODIES: { readonly [format in CodeFormat]: (question: PictureQuestion) => object } = {
  chat: ({ model, prompt, references, ...question }) => ({
    model,
    messages: [
      {
        role: 'user',
        content: withPictures({ type: 'text', text: prompt }, references, (file) => ({
          type: 'image_url',
          image_url: { url: fileUrl(file) },
        })),
      },
    ],
    tools: [{ type: 'image_generation', image_generation: drawing(question) }],
  }),
  images: ({ model, prompt, parameters, references, mask }) => ({
    ...{ model, prompt, ...parameters },
    ...(references.length > 0 && { images: references.map((file) => ({ image_url: fileUrl(file) })) }),
    ...(mask && { mask: { image_url: fileUrl(mask) } }),
  }),
  responses: ({ model, prompt, references, ...question }) => ({
    model,
    input: [
      {
        role: 'user',
        content: withPictures({ type: 'input_text', text: prompt }, references, (file) => ({
          type: 'input_image',
          image_url: fileUrl(file),
        })),
      },
    ],
    tools: [{ type: 'image_generation', ...drawing(question) }],
  }),
  anthropic: ({ model, prompt, references, ...question }) => ({
    model,
    max_tokens: 1024,
    messages: [
      {
        role: 'user',
        content: withPictures({ type: 'text', text: prompt }, references, (file) => ({
          type: 'image',
          source: { type: 'base64', media_type: file.type, data: fileMark(file) },
        })),
      },
    ],
    tools: [{ type: 'image_generation', ...drawing(question) }],
  }),
  gemini: ({ prompt, references, parameters: { n, seed, ...rest } }) => {
    const config = Object.entries(rest).map(([name, value]) => [
      GEMINI_NAMES[name] ?? camelCase(name),
      value,
    ]);
    return {
      contents: [
        {
          role: 'user',
          parts: [
            { text: prompt },
            ...references.map((file) => ({ inlineData: { mimeType: file.type, data: fileMark(file) } })),
          ],
        },
      ],
      generationConfig: {
        responseModalities: ['IMAGE'],
        ...(n !== undefined && { candidateCount: n }),
        ...(seed !== undefined && { seed }),
        ...(config.length > 0 && { imageConfig: Object.fromEntries(config) }),
      },
    };
  },
};

const GEMINI_NAMES: { readonly [name: string]: string } = { size: 'imageSize' };

const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const drawing = ({ parameters, mask }: Pick<PictureQuestion, 'parameters' | 'mask'>) => ({
  ...parameters,
  ...(mask && { input_image_mask: { image_url: fileUrl(mask) } }),
});

/** A text alone is written as such where the format lets it. */
function withPictures(
  text: { readonly type: string; readonly text: string },
  references: readonly SampleFile[],
  part: (file: SampleFile) => object,
): string | object[] {
  return references.length === 0 ? text.text : [text, ...references.map(part)];
}
