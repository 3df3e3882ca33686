import type { Query } from '../../contract/dialect.ts';
import { invalid } from '../../contract/error.ts';
import type { ImageRequest, Warning } from '../../contract/request.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { decodeWishes } from '../openai-shared/wishes.ts';
import { readBody } from './form.ts';

const VARIATION_PROMPT =
  'Create a variation of this image: keep its subject, style and mood, vary its details and composition.';

/** Reads the three Images API requests. */
export function decodeImages(task: ImageRequest['task']): (query: Query) => ImageRequest {
  return (query) => {
    const { members, inputs, inputsField, mask } = readBody(query);
    const { prompt, model, stream, user, safety_identifier, ...parameters } = members;
    if (task !== 'generate' && inputs.length === 0) {
      throw invalid(inputsField, `${inputsField} is missing: send at least one picture.`);
    }
    if (task === 'generate' && (inputs.length > 0 || mask)) {
      throw invalid(inputsField, 'Pictures to edit go to /v1/images/edits; this route only generates.');
    }
    const { wishes, fields, rest } = decodeWishes(parameters, '');
    const endUser = safety_identifier ?? user;
    return {
      operation: 'image',
      task,
      model: readText(model, 'model'),
      prompt: task === 'variation' ? VARIATION_PROMPT : readPrompt(prompt),
      inputs,
      ...(mask && { mask }),
      wishes,
      fields: { inputs: inputsField, mask: 'mask', prompt: 'prompt', ...fields },
      stream: readStream(stream),
      ...(typeof endUser === 'string' && { endUser }),
      extensions: { 'openai-images': rest },
      warnings: warningsOf(task, members),
    };
  };
}

function warningsOf(task: ImageRequest['task'], members: TreeObject): Warning[] {
  if (task !== 'variation') return [];
  const emulated: Warning = {
    kind: 'emulated',
    field: 'image',
    detail: 'No provider offers variations any more; the picture is edited with a prompt that asks for one.',
  };
  if (typeof members.prompt !== 'string') return [emulated];
  return [
    emulated,
    { kind: 'ignored', field: 'prompt', detail: 'Variations take no prompt; use /v1/images/edits.' },
  ];
}

function readPrompt(tree: Tree | undefined): string {
  const prompt = readText(tree, 'prompt');
  if (prompt.trim() === '') throw invalid('prompt', 'prompt is empty.');
  return prompt;
}

function readText(tree: Tree | undefined, at: string): string {
  if (typeof tree === 'string') return tree;
  throw invalid(at, tree === undefined || tree === null ? `${at} is missing.` : `${at} must be a string.`);
}

function readStream(tree: Tree | undefined): boolean {
  if (tree === undefined || tree === null) return false;
  if (typeof tree === 'boolean') return tree;
  throw invalid('stream', 'stream must be true or false.');
}
