import { priceRoutes } from '@contract/prices.ts';
import { SearchX } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { usePages } from '@/api/use-route.ts';
import { Badge } from '@/ui/badge.tsx';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { Empty, FailureNote, Skeleton } from '@/ui/states.tsx';
import { Cell, Head, More, Table } from '@/ui/table.tsx';
import { Tick } from '@/ui/tick.tsx';
import { PictureCost } from '../picture-cost.tsx';
import { PriceDialog } from './price-dialog.tsx';
import { TokenCost } from './token-cost.tsx';

export type KnownModel = CallReply<typeof priceRoutes.known>['items'][number];

const KINDS = ['', 'image', 'text'] as const;

/** What the catalogues of all providers know: what a model costs, and where the operator says otherwise. */
export function KnownModels() {
  const { t } = useTranslation('models');
  const [search, setSearch] = useState('');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('');
  const [retired, setRetired] = useState(false);
  const [shown, setShown] = useState<KnownModel>();
  const filter = useDeferredValue({
    retired: String(retired) as 'true' | 'false',
    ...(search && { search }),
    ...(kind && { kind }),
  });
  const query = usePages(priceRoutes.known, { query: filter });
  const wide = 'hidden md:table-cell';
  return (
    <div className="grid grid-cols-1 gap-5">
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('search')} className="min-w-40 flex-1 sm:max-w-64">
          <Input type="search" value={search} onChange={({ target }) => setSearch(target.value)} />
        </Field>
        <Field label={t('kind')} className="w-44">
          <Select value={kind} onChange={({ target }) => setKind(target.value as typeof kind)}>
            {KINDS.map((each) => (
              <option key={each} value={each}>
                {t(`knownKinds.${each || 'all'}`)}
              </option>
            ))}
          </Select>
        </Field>
        <div className="py-2">
          <Tick checked={retired} onChange={setRetired}>
            {t('withRetired')}
          </Tick>
        </div>
      </div>
      {query.error && <FailureNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-96 w-full" />}
      {query.isSuccess && query.items.length === 0 && (
        <Empty icon={SearchX} title={t('nothing')}>
          {t('nothingText')}
        </Empty>
      )}
      {query.items.length > 0 && (
        <Table
          label={t('tabs.prices')}
          head={
            <>
              <Head>{t('column.model')}</Head>
              <Head className={wide}>{t('column.provider')}</Head>
              <Head className={`${wide} text-right`}>{t('price.tokens')}</Head>
              <Head className="text-right">{t('column.picture')}</Head>
            </>
          }
        >
          {query.items.map((model) => (
            <tr key={`${model.provider} ${model.id}`} className="hover:bg-muted/60">
              <Cell>
                <div className="flex flex-wrap items-center gap-2">
                  <button
                    type="button"
                    className="cursor-pointer text-left font-medium break-words underline decoration-border underline-offset-4 hover:decoration-foreground"
                    onClick={() => setShown(model)}
                  >
                    {model.id}
                  </button>
                  {model.overridden && <Badge tone="accent">{t('price.overridden')}</Badge>}
                  {model.retired !== null && (
                    <Badge tone="warning">{t('retired', { day: model.retired })}</Badge>
                  )}
                </div>
                <span className="text-xs text-muted-foreground md:hidden">{model.provider}</span>
              </Cell>
              <Cell className={wide}>{model.provider}</Cell>
              <Cell className={`${wide} text-right`}>
                <TokenCost prices={model.prices} />
              </Cell>
              <Cell className="text-right whitespace-nowrap">
                {model.image ? <PictureCost estimates={model.estimates} /> : '–'}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <More query={query} />
      {shown && <PriceDialog model={shown} onClose={() => setShown(undefined)} />}
    </div>
  );
}
