import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format.ts';
import { Cell, Head, Table } from '@/ui/table.tsx';
import type { Report } from './measures.ts';

/** Pictures that upstreams drew, by size and quality. */
export function PicturesTable({ pictures }: { readonly pictures: Report['pictures'] }) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  if (pictures.length === 0) return null;
  return (
    <section className="grid grid-cols-1 gap-3">
      <h2 className="font-medium">{t('pictures.title')}</h2>
      <Table
        label={t('pictures.title')}
        head={
          <>
            <Head>{t('pictures.size')}</Head>
            <Head>{t('pictures.quality')}</Head>
            <Head className="text-right">{t('measures.images')}</Head>
          </>
        }
      >
        {pictures.map(({ size, quality, pictures: count }) => (
          <tr key={`${size} ${quality}`} className="hover:bg-muted/60">
            <Cell>{size || '–'}</Cell>
            <Cell>{quality || '–'}</Cell>
            <Cell className="text-right tabular-nums">{format.number(count)}</Cell>
          </tr>
        ))}
      </Table>
    </section>
  );
}
