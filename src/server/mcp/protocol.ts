import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { ServerResult } from '@modelcontextprotocol/sdk/types.js';
import type { TreeObject } from '../../contract/tree.ts';

/** Runs one tool; `progress` may be called any number of times before it resolves. */
export type CallTool = (call: TreeObject, progress: (message: string) => void) => Promise<TreeObject>;

interface ProtocolOptions {
  readonly version: string;
  readonly tools: readonly TreeObject[];
  readonly callTool: CallTool;
}

/** The protocol's server side for one HTTP request: the gateway keeps no MCP sessions. */
export function createProtocol({ version, tools, callTool }: ProtocolOptions): Server {
  const server = new Server(
    { name: 'axonhub', title: 'AxonHub pictures', version },
    { capabilities: { tools: {} } },
  );
  // The registered way would validate results against schemas that know no payloads.
  server.fallbackRequestHandler = async ({ method, params }, { sendNotification }) => {
    if (method === 'tools/list') return { tools } as unknown as ServerResult;
    if (method !== 'tools/call')
      throw Object.assign(new Error(`Method not found: ${method}`), { code: -32601 });
    const progressToken = params?._meta?.progressToken;
    let progress = 0;
    const report = (message: string): void => {
      if (progressToken === undefined) return;
      progress += 1;
      const notification = { progressToken, progress, message };
      void sendNotification({ method: 'notifications/progress', params: notification }).catch(() => {});
    };
    return (await callTool((params ?? {}) as TreeObject, report)) as unknown as ServerResult;
  };
  return server;
}
