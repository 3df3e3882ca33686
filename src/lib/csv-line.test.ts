import { expect, it } from 'vitest';
import { csvLine } from './csv-line.ts';

it('quotes what would break the line apart', () => {
  expect(csvLine(['a', 'b,c', 'say "hi"', 'two\nlines'])).toBe('a,"b,c","say ""hi""","two\nlines"\r\n');
});

it('leaves unknown cells empty and numbers as they are', () => {
  expect(csvLine([null, undefined, -1.5, 0, true])).toBe(',,-1.5,0,true\r\n');
});

it('lets no text become a formula', () => {
  expect(csvLine(['=1+1', '@SUM(A1)', '-2', '+3'])).toBe("'=1+1,'@SUM(A1),'-2,'+3\r\n");
});
