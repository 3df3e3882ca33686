import { invalid } from '../../contract/error.ts';
import type { TextFormat } from '../../contract/request.ts';
import { isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { optionalBoolean, optionalText } from '../openai-shared/fields.ts';

/** Reads `response_format`. A kind that this gateway does not know goes on to providers of the same format, in `rest`. */
export function decodeTextFormat(tree: Tree | undefined): { format?: TextFormat; rest: TreeObject } {
  if (tree === undefined || tree === null) return { rest: {} };
  if (!isObject(tree)) throw invalid('response_format', 'response_format must be an object with a type.');
  switch (tree.type) {
    case 'text':
      return { rest: {} };
    case 'json_object':
      return { format: { kind: 'json-object' }, rest: {} };
    case 'json_schema':
      return { format: schemaFormat(tree.json_schema), rest: {} };
    default:
      return { rest: { response_format: tree } };
  }
}

function schemaFormat(tree: Tree | undefined): TextFormat {
  const at = 'response_format.json_schema';
  if (!isObject(tree)) throw invalid(at, `${at} must be an object with name and schema.`);
  const description = optionalText(tree.description, `${at}.description`);
  const strict = optionalBoolean(tree.strict, `${at}.strict`);
  return {
    kind: 'json-schema',
    name: optionalText(tree.name, `${at}.name`) ?? 'answer',
    schema: isObject(tree.schema) ? tree.schema : {},
    ...(description !== undefined && { description }),
    ...(strict !== undefined && { strict }),
  };
}
