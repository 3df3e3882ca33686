import { describe, expect, it } from 'vitest';
import { asOpenAiTakesIt } from './relayed-body.ts';

describe('a body that is relayed to OpenAI', () => {
  it('names the most tokens as its models do', () => {
    expect(asOpenAiTakesIt({ max_tokens: 5 })).toEqual({ max_completion_tokens: 5 });
  });

  it('holds no thoughts of other upstreams, and else what the client wrote', () => {
    const said = { role: 'assistant', content: 'Hi', unheard_of: 1 };
    const thoughts = { reasoning_content: 'Hm.', reasoning: 'Hm.', reasoning_details: [] };
    const user = { role: 'user', content: 'Hello', reasoning: 'mine' };
    expect(asOpenAiTakesIt({ messages: [user, { ...said, ...thoughts }] })).toEqual({
      messages: [user, said],
    });
  });
});
