import type { Query } from '../../contract/dialect.ts';
import { invalid } from '../../contract/error.ts';
import type { ChatRequest, Request } from '../../contract/request.ts';
import { isObject, type TreeObject } from '../../contract/tree.ts';
import { decodeContents } from './contents.ts';
import { decodeCount } from './count-tokens.ts';
import { decodeConfig } from './generation-config.ts';
import { others } from './members.ts';
import { decodeAction } from './path.ts';
import { decodeTools } from './tools.ts';
import { collectWarnings } from './warn.ts';

/** Members this dialect reads itself; all others travel on as extensions. */
const READ = ['model', 'contents', 'systemInstruction', 'tools', 'toolConfig', 'generationConfig'];

/** Reads `POST …/models/{model}:{action}`. */
export function decodeGemini({ body, params }: Query): Request {
  const { model, action } = decodeAction(params['*'] ?? '');
  const tree = body.kind === 'json' ? body.tree : null;
  if (!isObject(tree)) throw invalid('body', 'The body must be a JSON object.');
  if (action === 'countTokens') return decodeCount(tree, model);
  return decodeChat(tree, model, action === 'streamGenerateContent');
}

function decodeChat(body: TreeObject, model: string, stream: boolean): ChatRequest {
  const { result, warnings } = collectWarnings((warn) => ({
    messages: decodeContents(body, warn),
    tools: decodeTools(body, warn),
    config: decodeConfig(body, warn),
  }));
  const { messages, tools, config } = result;
  const { extensions: toolExtensions, ...chosen } = tools;
  const { extensions: configExtensions, ...settings } = config;
  return {
    operation: 'chat',
    model,
    stream,
    messages,
    ...settings,
    ...chosen,
    extensions: { gemini: { ...others(body, READ), ...toolExtensions, ...configExtensions } },
    warnings,
  };
}
