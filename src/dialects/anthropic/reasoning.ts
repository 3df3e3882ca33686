import { invalid } from '../../contract/error.ts';
import type { ReasoningWish, TextFormat } from '../../contract/request.ts';
import { asString, isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { optionalNumber, optionalText } from './fields.ts';

const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const;
type Effort = (typeof EFFORTS)[number];

export interface DecodedThinking {
  readonly reasoning?: ReasoningWish;
  readonly format?: TextFormat;
  /** Members of `output_config` that are not read. */
  readonly rest: TreeObject;
}

/**
 * Reads `thinking` and `output_config`. Effort counts for more than thinking: where thinking is switched off it stays
 * behind for a provider that speaks this format.
 */
export function decodeThinking(body: TreeObject): DecodedThinking {
  const config = isObject(body.output_config) ? body.output_config : {};
  const { effort: _effort, format: _format, ...unknown } = config;
  const effort = readEffort(config.effort);
  const thinking = readThinking(body.thinking);
  const isOff = thinking?.effort === 'none';
  const format = readFormat(config.format ?? body.output_format);
  return {
    ...((thinking || effort) && { reasoning: { ...(effort && { effort }), ...thinking } }),
    ...(format && { format }),
    rest: { ...unknown, ...(isOff && effort && { effort }) },
  };
}

function readEffort(tree: Tree | undefined): Effort | undefined {
  const effort = optionalText(tree, 'output_config.effort');
  if (effort === undefined) return undefined;
  const known = EFFORTS.find((each) => each === effort);
  if (known) return known;
  throw invalid('output_config.effort', `output_config.effort must be one of: ${EFFORTS.join(', ')}.`);
}

/** `between_tools` thinks nothing in advance, which is the least a model can be asked for. */
function readThinking(tree: Tree | undefined): ReasoningWish | undefined {
  if (tree === undefined || tree === null) return undefined;
  const { type, budget_tokens, display } = isObject(tree) ? tree : {};
  const show = readDisplay(display);
  if (type === 'adaptive') return show;
  if (type === 'disabled' || type === 'between_tools') return { effort: 'none' };
  if (type === 'enabled') {
    const budgetTokens = optionalNumber(budget_tokens, 'thinking.budget_tokens', [1, 10_000_000]);
    return { ...(budgetTokens !== undefined && { budgetTokens }), ...show };
  }
  const known = 'adaptive, enabled, disabled, between_tools';
  throw invalid('thinking.type', `thinking.type must be one of: ${known}.`);
}

function readDisplay(tree: Tree | undefined): ReasoningWish {
  if (tree === undefined || tree === null) return {};
  return { show: asString(tree) !== 'omitted' };
}

function readFormat(tree: Tree | undefined): TextFormat | undefined {
  if (tree === undefined || tree === null) return undefined;
  if (!isObject(tree) || tree.type !== 'json_schema' || !isObject(tree.schema)) {
    const at = 'output_config.format';
    throw invalid(at, `${at} must be {"type":"json_schema","schema":{…}}.`);
  }
  return { kind: 'json-schema', name: 'answer', schema: tree.schema, strict: 'where-possible' };
}
