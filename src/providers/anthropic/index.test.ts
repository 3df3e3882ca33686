import { providerContract } from '../../../test/contract/provider-contract.ts';
import { startAnthropic } from '../../../test/upstreams/anthropic.ts';
import { anthropic } from './index.ts';

providerContract(anthropic, {
  start: startAnthropic,
  basePath: '/v1',
  key: 'sk-ant-test',
  chat: {
    model: 'claude-sonnet-5-5',
    vision: true,
    empty: { json: { id: 'msg_1', type: 'message', role: 'assistant', content: [] } },
  },
  rateLimited: {
    status: 429,
    headers: { 'retry-after': '2' },
    json: { type: 'error', error: { type: 'rate_limit_error', message: 'Too many requests' } },
  },
  unknownModel: 'claude-0',
  skip: { image: 'Claude draws nothing', chatImage: 'Claude draws nothing' },
});
