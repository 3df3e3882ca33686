import { describe, expect, it } from 'vitest';
import type { ModelRow, PriceRow, Records } from '../../src/storage/ports.ts';

/** Beyond 32 bits, as every time is. */
const NOW = 1_795_000_000_123;

const MODEL: ModelRow = {
  ...{ id: 'mo_1', name: 'draw 🎨', enabled: true, document: '{"a":1}', createdAt: NOW, updatedAt: NOW },
};
const PRICE: PriceRow = {
  ...{ id: 'pr_1', model: 'gpt-5', channelId: null, validFrom: NOW, prices: '[]', source: 'bill', note: '' },
  ...{ createdAt: NOW, createdBy: 'us_1' },
};

/** What every store of models and prices does. */
export function modelsContract(at: { readonly records: Records }): void {
  describe('models', () => {
    it('come back exactly as they were inserted, by name', async () => {
      await at.records.models.insert(MODEL);
      const other = { ...MODEL, id: 'mo_2', name: 'a', enabled: false };
      await at.records.models.insert(other);
      expect(await at.records.models.all()).toEqual([other, MODEL]);
    });

    it('do not share names', async () => {
      await at.records.models.insert(MODEL);
      await expect(at.records.models.insert({ ...MODEL, id: 'mo_2' })).rejects.toThrow();
    });

    it('change where a change says so, and go once', async () => {
      const { models } = at.records;
      await models.insert(MODEL);
      expect(await models.update('mo_1', { enabled: false, updatedAt: NOW + 1 })).toBe(true);
      expect(await models.update('mo_2', { enabled: false })).toBe(false);
      expect(await models.all()).toEqual([{ ...MODEL, enabled: false, updatedAt: NOW + 1 }]);
      expect([await models.delete('mo_1'), await models.delete('mo_1')]).toEqual([true, false]);
    });
  });

  describe('prices', () => {
    it('come back by the moment they hold from, newest first', async () => {
      const { prices } = at.records;
      const later = { ...PRICE, id: 'pr_2', channelId: 'ch_1', validFrom: NOW + 1, prices: null };
      await prices.insert(PRICE);
      await prices.insert(later);
      expect(await prices.all()).toEqual([later, PRICE]);
      expect([await prices.delete('pr_2'), await prices.delete('pr_2')]).toEqual([true, false]);
    });
  });
}
