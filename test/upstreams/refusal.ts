import type { FakeReply } from './fake.ts';

/** What a strict fake throws where the real upstream refuses. */
export class Refusal extends Error {
  readonly reply: FakeReply;

  constructor(status: number, json: unknown) {
    super(`refused with status ${status}`);
    this.reply = { status, json };
  }
}

/** Runs the handler and turns what it refuses into its answer. */
export const refusing =
  <Call>(handle: (call: Call) => FakeReply | Promise<FakeReply>) =>
  async (call: Call): Promise<FakeReply> => {
    try {
      return await handle(call);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      throw error;
    }
  };
