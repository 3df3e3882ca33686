import type { FakeReply } from '../upstreams/fake.ts';

export interface SlowReply {
  readonly reply: FakeReply;
  /** Resolves when the upstream has the request. */
  readonly asked: Promise<void>;
  /** Lets the upstream answer. */
  answer(): void;
  /** How the call ended. */
  readonly seen: { completed: boolean; broken: boolean };
}

/** An upstream that has the request and answers when it is told to. */
export function slowReply(body: string, type = 'application/json'): SlowReply {
  const { promise: asked, resolve: told } = Promise.withResolvers<void>();
  const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
  const seen = { completed: false, broken: false };
  const reply: FakeReply = {
    raw: async (response) => {
      response.once('close', () => {
        seen.broken = !response.writableFinished;
        seen.completed = response.writableFinished;
      });
      told();
      await mayAnswer;
      if (response.destroyed) return;
      response.writeHead(200, { 'content-type': type });
      response.end(body);
    },
  };
  return { reply, asked, answer, seen };
}
