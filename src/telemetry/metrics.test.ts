import { expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

it('counts by model for so many models only, and the rest together', async () => {
  const metrics = createMetrics();
  for (let number = 0; number < 700; number += 1) metrics.image({ model: `m${number}`, action: 'kept' });
  metrics.image({ model: 'm3', action: 'kept' });
  const { text } = await metrics.expose();
  const lines = text.split('\n').filter((line) => line.startsWith('axonhub_images_total{'));
  expect(lines).toHaveLength(501);
  expect(lines).toContain('axonhub_images_total{model="m3",action="kept"} 2');
  expect(lines).toContain('axonhub_images_total{model="other",action="kept"} 200');
});
