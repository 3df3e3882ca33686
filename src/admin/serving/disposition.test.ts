import { expect, it } from 'vitest';
import { disposition } from './disposition.ts';

it('names the file by what every header and file system can bear', () => {
  expect(disposition('attachment', 'usage-a"\r\nx: y/../ü.csv')).toEqual({
    'content-disposition': 'attachment; filename="usage-axy...csv"',
  });
});
