import { afterAll, expect, it } from 'vitest';
import { BytesPayload } from '../../src/contract/payload.ts';
import { createEditor } from '../../src/media/edit.ts';
import { memorySpool } from '../../src/storage/memory/spool.ts';
import { noisePicture } from './noise-picture.ts';

const editor = createEditor({ threads: 1 });
afterAll(() => editor.close());

const MB = 1_048_576;
const SIZE = { width: 1024, height: 1024 };

it('edited pictures leave the memory of the process, whatever holds them', async () => {
  const drawn = new BytesPayload(await noisePicture(256, 256));
  const edit = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += 1) {
      const { payload } = await editor.apply(drawn, [{ do: 'resize', size: SIZE }], memorySpool());
      expect(payload.size).toBeGreaterThan(MB);
    }
  };
  await edit(40);
  const before = process.memoryUsage.rss();
  await edit(120);
  // Three megabytes each: all of them would be 360.
  expect((process.memoryUsage.rss() - before) / MB).toBeLessThan(150);
}, 120_000);
