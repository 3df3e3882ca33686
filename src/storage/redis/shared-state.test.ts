import { randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { breakableLink } from '../../../test/contract/breakable-link.ts';
import { isReachable } from '../../../test/contract/services.ts';
import { sharedContract } from '../../../test/contract/shared-contract.ts';
import { createRedisShared } from './shared-state.ts';

const URL = 'redis://127.0.0.1:6379';

const reachable = await isReachable('Redis', 6379);

if (reachable) {
  sharedContract('Redis', async () => {
    const name = prefix();
    return Promise.all([open(name), open(name)]);
  });

  describe('shared state in Redis', () => {
    it('is apart from other installations on the same Redis', async () => {
      const [one, other] = await Promise.all([open(), open()]);
      await one.set('key', 'mine', 5_000);
      expect(await other.get('key')).toBeUndefined();
      await Promise.all([one.close(), other.close()]);
    });

    it('listens again after its connection broke, and says that it may have missed something', async () => {
      const link = await breakableLink(6379);
      const onTrouble = vi.fn();
      const shared = await createRedisShared({
        url: `redis://127.0.0.1:${link.port}`,
        prefix: prefix(),
        onTrouble,
      });
      const heard: unknown[] = [];
      await shared.subscribe('news', (message) => heard.push(message));
      link.cut();
      await vi.waitFor(() => expect(heard).toEqual([undefined]), 15_000);
      await vi.waitFor(() => shared.publish('news', 'after'), 15_000);
      // Announced again where the first time fell into the gap.
      await vi.waitFor(() => expect(heard.slice(0, 2)).toEqual([undefined, 'after']), 15_000);
      expect(onTrouble).toHaveBeenCalled();
      await shared.close();
      await link.close();
    });

    it('announces what happens meanwhile here at once, and to the others when it is back', async () => {
      const link = await breakableLink(6379);
      const name = prefix();
      const url = `redis://127.0.0.1:${link.port}`;
      const cutOff = await createRedisShared({ url, prefix: name, onTrouble: () => {} });
      const other = await open(name);
      const [here, there]: [unknown[], unknown[]] = [[], []];
      await cutOff.subscribe('news', (message) => here.push(message));
      await cutOff.subscribe('other news', (message) => here.push(message));
      await other.subscribe('news', (message) => there.push(message));
      await link.down();
      for (const message of ['one', 'two', 'two']) await cutOff.publish('news', message);
      expect(here).toEqual(['one', 'two', 'two']);
      expect(there).toEqual([]);
      await link.up();
      await vi.waitFor(() => expect(there).toEqual(['one', 'two']), 15_000);
      await Promise.all([cutOff.close(), other.close()]);
      await link.close();
    });

    it('fails at once, in public words, when it is closed or unreachable', async () => {
      const shared = await open();
      await shared.close();
      await expect(shared.get('key')).rejects.toMatchObject({ code: 'overloaded' });
    });
  });
} else {
  describe('shared state in Redis', () => {
    it.skip('is not tested: Redis does not answer on port 6379', () => {});
  });
}

describe('a Redis that is not there', () => {
  it('ends the start', async () => {
    const nowhere = { url: 'redis://127.0.0.1:1', onTrouble: () => {} };
    await expect(createRedisShared(nowhere)).rejects.toThrow(/ECONNREFUSED/);
  });
});

const prefix = (): string => `axonhub-test-${randomBytes(6).toString('hex')}:`;

function open(name = prefix()) {
  return createRedisShared({ url: URL, prefix: name, onTrouble: () => {} });
}
