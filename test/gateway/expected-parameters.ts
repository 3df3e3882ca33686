import type { SubjectName } from './subjects.ts';

/**
 * What becomes of a wish:
 * `native` arrives upstream in the right field, no warning · `inherent` the model does that anyway, nothing is sent, no warning ·
 * `emulated` the gateway does it · `adjusted` something close is used · `hinted` only the prompt asks for it ·
 * `ignored` has no effect and harms nothing, not even in strict mode · `impossible` a warning, and a 400 in strict mode
 */
export type Outcome = 'native' | 'inherent' | 'emulated' | 'adjusted' | 'hinted' | 'ignored' | 'impossible';

const COLUMNS: readonly SubjectName[] = [
  'openai',
  'openai fixed sizes',
  'openai responses',
  'doubao',
  'doubao 5.0',
  'openrouter',
  'openrouter images',
  'gemini',
  'demo',
];

// biome-ignore format: a table is read by its columns
const TABLE: { readonly [wish: string]: string } = {
  //                          openai   fixed    responses doubao     doubao 5.0 openrouter orouter-img gemini     demo
  'background transparent':  'native   native   native   impossible impossible impossible native     impossible native    ',
  'background opaque':       'native   native   native   inherent   native     inherent   native     inherent   native    ',
  'input_fidelity high':     'hinted   native   hinted   hinted     hinted     hinted     hinted     hinted     hinted    ',
  'input_fidelity low':      'impossible native impossible impossible impossible impossible impossible impossible impossible',
  'input_image_mask the right half':
                             'native   native   native   emulated   emulated   emulated   emulated   emulated   native    ',
  'moderation low':          'native   native   native   impossible impossible impossible native     adjusted   impossible',
  'output_compression 20':   'native   native   native   emulated   emulated   emulated   native     emulated   native    ',
  'output_format webp':      'native   native   native   emulated   emulated   emulated   native     emulated   native    ',
  'output_format jpeg':      'native   native   native   inherent   native     inherent   native     inherent   native    ',
  'output_format png':       'native   native   native   emulated   native     emulated   native     emulated   native    ',
  'quality hd':              'native   native   native   emulated   emulated   emulated   native     emulated   native    ',
  'quality standard':        'native   native   native   ignored    ignored    ignored    native     ignored    native    ',
  'quality low':             'native   native   native   ignored    ignored    ignored    native     ignored    native    ',
  'size 256x256':            'emulated emulated emulated emulated   emulated   emulated   emulated   emulated   native    ',
  'size 512x512':            'emulated emulated emulated emulated   emulated   emulated   emulated   emulated   native    ',
  'size 1024x1024':          'native   native   native   emulated   native     native     native     native     native    ',
  'size 1200x400':           'emulated emulated emulated emulated   emulated   emulated   emulated   emulated   native    ',
  'watermark true':          'emulated emulated emulated native     native     emulated   emulated   emulated   native    ',
  'watermark false':         'inherent inherent inherent native     native     adjusted   inherent   adjusted   native    ',
  'partial_images 2':        'native   native   native   impossible impossible impossible native     impossible native    ',
};

export function expectedOutcome(wish: string, subject: SubjectName): Outcome {
  const row = TABLE[wish]?.trim().split(/\s+/);
  const outcome = row?.length === COLUMNS.length ? row[COLUMNS.indexOf(subject)] : undefined;
  if (!outcome) throw new Error(`the table has no cell for "${wish}" on ${subject}`);
  return outcome as Outcome;
}

/** Where a provider says the same thing in other words. */
const WORDS: { readonly [subject: string]: { readonly [wish: string]: object } } = {
  gemini: { 'size 1024x1024': { aspectRatio: '1:1', imageSize: '1K' } },
  openrouter: { 'size 1024x1024': { aspect_ratio: '1:1', image_size: '1K' } },
  openai: { 'input_image_mask the right half': { mask: 'a file' } },
  'openai fixed sizes': { 'input_image_mask the right half': { mask: 'a file' } },
};

/** The fields in which a native wish arrives. */
export const upstreamWords = (wish: string, subject: SubjectName): object | undefined =>
  WORDS[subject]?.[wish];
