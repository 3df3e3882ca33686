import type { Dialect, Route } from '../../contract/dialect.ts';
import { decodeToolCall } from './decode.ts';
import { encodeToolError, ToolCallStream } from './encode.ts';

export { MCP_TOOLS } from './tools.ts';

/** One `tools/call`; the protocol around it is spoken in `server/mcp`. */
export const mcpToolCall: Route = {
  method: 'POST',
  paths: [],
  accepts: ['json'],
  decode: decodeToolCall,
  encode: () => {
    throw new TypeError('tool calls are always streamed');
  },
  encodeStream: (context) => new ToolCallStream(context),
};

/** The Model Context Protocol's tool calls, as a format of its own. */
export const mcp: Dialect = {
  id: 'mcp',
  routes: [],
  encodeError: (error) => ({ status: error.status, headers: {}, tree: encodeToolError(error) }),
};
