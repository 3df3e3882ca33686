import type { TreeObject } from '../../contract/tree.ts';

const text = (description: string) => ({ type: 'string', description });
const choice = (values: readonly string[], description: string) => ({
  type: 'string',
  enum: values,
  description,
});

/** What both drawing tools take. */
const WISHES = {
  model: text('Image model; list_image_models names them. Default: the first one.'),
  size: text('WIDTHxHEIGHT such as 1024x1024, a tier such as 2K, or auto.'),
  aspect_ratio: text('Shape such as 16:9, in place of size.'),
  n: { type: 'integer', minimum: 1, maximum: 10, description: 'How many pictures.' },
  quality: choice(['auto', 'low', 'medium', 'high'], 'How much effort.'),
  background: choice(['auto', 'opaque', 'transparent'], 'Transparent needs png or webp.'),
  output_format: choice(['png', 'jpeg', 'webp'], 'Default png.'),
  output_compression: { type: 'integer', minimum: 0, maximum: 100, description: 'Quality of jpeg and webp.' },
  seed: { type: 'integer', description: 'For models that take one.' },
  negative_prompt: text('What must not be in the picture.'),
  style: text('A style in words.'),
  watermark: { type: 'boolean', description: 'Draw a visible mark.' },
};

/** The tools as `tools/list` shows them. */
export const MCP_TOOLS: readonly TreeObject[] = [
  {
    name: 'generate_image',
    title: 'Generate a picture',
    description: 'Draws a picture from a description. Returns the picture and a link to it.',
    inputSchema: {
      type: 'object',
      properties: { prompt: text('What to draw.'), ...WISHES },
      required: ['prompt'],
    },
  },
  {
    name: 'edit_image',
    title: 'Edit a picture',
    description:
      'Changes pictures as described, or draws a new one from them. Returns the picture and a link to it.',
    inputSchema: {
      type: 'object',
      properties: {
        prompt: text('What to change.'),
        images: {
          type: 'array',
          minItems: 1,
          items: { type: 'string' },
          description: 'Pictures: http(s) links, data URLs, or ids (img_…) of pictures made here.',
        },
        mask: text('Where to edit, in the same forms: transparent pixels may change.'),
        ...WISHES,
      },
      required: ['prompt', 'images'],
    },
  },
  {
    name: 'list_image_models',
    title: 'List image models',
    description: 'The image models that can be used, with what each does with every parameter.',
    inputSchema: { type: 'object', properties: {} },
    annotations: { readOnlyHint: true },
  },
];
