import type { ImageWishes } from '../../contract/image.ts';
import type { ChatImageOutput } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { defined } from '../../lib/defined.ts';
import { decodeWishes, mergeWishes } from '../openai-shared/wishes.ts';
import { objectAt, others, pick, textAt } from './members.ts';
import type { Warn } from './warn.ts';

const AT = 'generationConfig.imageConfig';

/**
 * What pictures are asked for: by the modality IMAGE, or by an `imageConfig`. Besides Google's members `imageConfig` may hold
 * every image parameter this gateway knows (`quality`, `background`, `outputFormat`, …).
 */
export function decodeImageOutput(
  config: TreeObject,
  modalities: readonly string[],
  warn: Warn,
): ChatImageOutput | undefined {
  const given = pick(config, 'imageConfig');
  if (!modalities.includes('IMAGE') && (given === undefined || modalities.length > 0)) return undefined;
  const { imageOutputOptions, ...image } = others(objectAt(given, AT), []);
  const asked = decodeWishes(snakeNames(image), AT);
  const top = decodeWishes(
    snakeNames(defined({ n: pick(config, 'candidateCount'), seed: pick(config, 'seed') })),
    '',
  );
  const { wishes, fields } = mergeWishes(
    { ...top, fields: { count: 'generationConfig.candidateCount', seed: 'generationConfig.seed' } },
    asked,
  );
  for (const name of Object.keys(asked.rest)) {
    warn('ignored', `${AT}.${name}`, 'This gateway knows no such image parameter.');
  }
  const text = modalities.length === 0 || modalities.includes('TEXT');
  return {
    wishes: { ...encoding(objectAt(imageOutputOptions, `${AT}.imageOutputOptions`)), ...wishes },
    fields: { ...fields, text: 'generationConfig.responseModalities' },
    text,
    viaTool: false,
    // With words allowed the model may answer in words alone, as Google's do.
    required: !text,
  };
}

/** Vertex's way to say how the picture is encoded. */
function encoding(options: TreeObject): ImageWishes {
  const at = `${AT}.imageOutputOptions`;
  const type = textAt(pick(options, 'mimeType'), `${at}.mimeType`)?.replace('image/', '');
  const quality = pick(options, 'compressionQuality');
  return decodeWishes(defined({ output_format: type, output_compression: quality }), at).wishes;
}

const snakeNames = (members: TreeObject): TreeObject =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
