import { priceRoutes } from '@contract/prices.ts';
import { Boxes, SearchX } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { useMay } from '@/app/session.ts';
import { Page } from '@/ui/card.tsx';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { Empty, Loaded, Skeleton } from '@/ui/states.tsx';
import { Tabs } from '@/ui/tabs.tsx';
import { Entries } from './entries/entries.tsx';
import { ModelDialog } from './model-dialog.tsx';
import { ModelTable } from './model-table.tsx';
import { KnownModels } from './prices/known-models.tsx';
import { isDrawing, type ServedModel } from './served-model.ts';

const KINDS = ['all', 'draws', 'talks'] as const;
type Kind = (typeof KINDS)[number];

/** What can be called, under which names it is, and what it costs. */
export default function ModelsPage() {
  const { t } = useTranslation('models');
  const mayRead = useMay()('models:read');
  const tabs = [
    { id: 'served', name: t('tabs.served'), content: <Models /> },
    { id: 'entries', name: t('tabs.entries'), content: <Entries /> },
    { id: 'prices', name: t('tabs.prices'), content: <KnownModels /> },
  ];
  return (
    <Page title={t('title')} description={t('description')}>
      {mayRead ? <Tabs label={t('tabs.title')} tabs={tabs} lazy /> : <Models />}
    </Page>
  );
}

function Models() {
  const served = useRoute(priceRoutes.served);
  return (
    <div className="grid grid-cols-1 gap-5">
      <Loaded query={served} skeleton={<Skeleton className="h-96 w-full" />}>
        {({ items }) => <Found models={items} />}
      </Loaded>
    </div>
  );
}

const fits = (model: ServedModel, search: string, kind: Kind): boolean =>
  `${model.id} ${model.owner}`.toLowerCase().includes(search.toLowerCase()) &&
  (kind === 'all' || (kind === 'draws' ? model.image !== null : model.text));

function Found({ models }: { readonly models: readonly ServedModel[] }) {
  const { t } = useTranslation('models');
  const mayExplain = useMay()('channels:read');
  const [search, setSearch] = useState('');
  const [kind, setKind] = useState<Kind>('all');
  const [shown, setShown] = useState<string>();
  const wanted = useDeferredValue(search);
  const found = models.filter((model) => fits(model, wanted, kind));
  const detail = models.filter(isDrawing).find(({ id }) => id === shown);
  if (models.length === 0) {
    return (
      <Empty icon={Boxes} title={t('empty.title')}>
        {t('empty.text')}
      </Empty>
    );
  }
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('search')} className="min-w-40 flex-1 sm:max-w-64">
          <Input type="search" value={search} onChange={({ target }) => setSearch(target.value)} />
        </Field>
        <Field label={t('kind')} className="w-44">
          <Select value={kind} onChange={({ target }) => setKind(target.value as Kind)}>
            {KINDS.map((each) => (
              <option key={each} value={each}>
                {t(`kinds.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
        <p role="status" className="py-2 text-sm text-muted-foreground">
          {t('count', { count: found.length })}
        </p>
      </div>
      {found.length === 0 ? (
        <Empty icon={SearchX} title={t('nothing')}>
          {t('nothingText')}
        </Empty>
      ) : (
        <ModelTable models={found} mayExplain={mayExplain} onOpen={setShown} />
      )}
      {detail && <ModelDialog model={detail} onClose={() => setShown(undefined)} />}
    </>
  );
}
