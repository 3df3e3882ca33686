import { Boxes, SearchX } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { InProject } from '@/app/in-project.tsx';
import { useMay } from '@/app/session.ts';
import { type ImageModel, useImageModels } from '@/features/studio/image-models.ts';
import { Page } from '@/ui/card.tsx';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { Empty, Loaded, Skeleton } from '@/ui/states.tsx';
import { Tabs } from '@/ui/tabs.tsx';
import { Entries } from './entries/entries.tsx';
import { ModelDialog } from './model-dialog.tsx';
import { ModelTable } from './model-table.tsx';
import { KnownModels } from './prices/known-models.tsx';
import { draws, type ServedModel, talks, useServedModels } from './served-models.ts';

const KINDS = ['all', 'draws', 'talks'] as const;
type Kind = (typeof KINDS)[number];

/** What can be called, under which names it is, and what it costs. */
export default function ModelsPage() {
  const { t } = useTranslation('models');
  return (
    <InProject>
      {({ id }) => (
        <Page title={t('title')} description={t('description')}>
          <Parts key={id} project={id} />
        </Page>
      )}
    </InProject>
  );
}

function Parts({ project }: { readonly project: string }) {
  const { t } = useTranslation('models');
  const mayRead = useMay()('models:read');
  const served = <Models project={project} />;
  if (!mayRead) return served;
  const tabs = [
    { id: 'served', name: t('tabs.served'), content: served },
    { id: 'entries', name: t('tabs.entries'), content: <Entries /> },
    { id: 'prices', name: t('tabs.prices'), content: <KnownModels /> },
  ];
  return <Tabs label={t('tabs.title')} tabs={tabs} lazy />;
}

/** What keys of the project may call. */
function Models({ project }: { readonly project: string }) {
  const served = useServedModels(project);
  const drawing = useImageModels(project);
  return (
    <div className="grid grid-cols-1 gap-5">
      <Loaded query={served} skeleton={<Skeleton className="h-96 w-full" />}>
        {(models) => <Found models={models} drawing={drawing.data ?? []} />}
      </Loaded>
    </div>
  );
}

const fits = (model: ServedModel, search: string, kind: Kind): boolean =>
  `${model.id} ${model.owned_by}`.toLowerCase().includes(search.toLowerCase()) &&
  (kind === 'all' || (kind === 'draws' ? draws(model) : talks(model)));

function Found({
  models,
  drawing,
}: {
  readonly models: readonly ServedModel[];
  readonly drawing: readonly ImageModel[];
}) {
  const { t } = useTranslation('models');
  const mayExplain = useMay()('channels:read');
  const [search, setSearch] = useState('');
  const [kind, setKind] = useState<Kind>('all');
  const [shown, setShown] = useState<string>();
  const wanted = useDeferredValue(search);
  const found = models.filter((model) => fits(model, wanted, kind));
  const detail = drawing.find(({ id }) => id === shown);
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
        <ModelTable models={found} drawing={drawing} mayExplain={mayExplain} onOpen={setShown} />
      )}
      {detail && <ModelDialog model={detail} onClose={() => setShown(undefined)} />}
    </>
  );
}
