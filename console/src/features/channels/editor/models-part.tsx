import { useTranslation } from 'react-i18next';
import { Badge } from '@/ui/badge.tsx';
import { complaintAt, complaintAtRow } from '@/ui/complaint.ts';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { LinesInput } from '@/ui/lines-input.tsx';
import { Rows } from '@/ui/rows.tsx';
import { useKnownModels } from '../use-known-models.ts';
import { FetchedModels } from './fetched-models.tsx';
import { ListedModels } from './listed-models.tsx';
import type { PartProps } from './part.ts';
import type { Mapping, ModelRules } from './values.ts';

const SOURCES = ['catalogue', 'upstream', 'list'] as const;
const MOST_SHOWN = 200;

/** Which models the channel serves, and what the upstream calls them. */
export function ModelsPart({ channel, values, set, error }: PartProps) {
  const { t } = useTranslation('channels');
  const { models } = values;
  const known = useKnownModels(channel.type);
  const change = (part: Partial<ModelRules>): void => set({ models: { ...models, ...part } });
  return (
    <div className="grid gap-5">
      <Field label={t('models.source')} hint={t(`models.sourceHint.${models.source}`)}>
        <Select
          value={models.source}
          onChange={({ target }) => change({ source: target.value as ModelRules['source'] })}
        >
          {SOURCES.map((each) => (
            <option key={each} value={each}>
              {t(`models.sources.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      <FetchedModels channel={channel} models={models} onChange={change} />
      <ListedModels
        list={models.list}
        known={known.map(({ id }) => id)}
        error={complaintAtRow(error, 'models.list')}
        onChange={(list) => change({ list })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <LinesInput
          label={t('models.include')}
          hint={t('models.patternHint')}
          error={complaintAt(error, 'models.include')}
          value={models.include}
          onChange={(include) => change({ include })}
        />
        <LinesInput
          label={t('models.exclude')}
          hint={t('models.excludeHint')}
          error={complaintAt(error, 'models.exclude')}
          value={models.exclude}
          onChange={(exclude) => change({ exclude })}
        />
      </div>
      <Field
        label={t('models.prefix')}
        hint={t('models.prefixHint')}
        error={complaintAt(error, 'models.prefix')}
      >
        <Input
          maxLength={50}
          value={models.prefix}
          onChange={({ target }) => change({ prefix: target.value })}
        />
      </Field>
      <Rows<Mapping>
        title={t('mapping.title')}
        hint={t('mapping.hint')}
        items={values.mapping}
        onChange={(next) => set({ mapping: next })}
        blank={{ from: '', to: '' }}
        add={t('mapping.add')}
        remove={(number) => t('mapping.remove', { number })}
        error={complaintAtRow(error, 'mapping')}
      >
        {(rule, setRule, _, complains) => (
          <div className="grid gap-2 sm:grid-cols-2">
            <Input
              aria-label={t('mapping.from')}
              placeholder="claude-*"
              {...complains('from')}
              value={rule.from}
              onChange={({ target }) => setRule({ ...rule, from: target.value })}
            />
            <Input
              aria-label={t('mapping.to')}
              placeholder="anthropic.claude-$1"
              {...complains('to')}
              value={rule.to}
              onChange={({ target }) => setRule({ ...rule, to: target.value })}
            />
          </div>
        )}
      </Rows>
      <section className="grid gap-2 text-sm">
        <h3 className="font-medium">{t('served', { count: channel.served.length })}</h3>
        <p className="text-xs text-muted-foreground">{t('models.servedHint')}</p>
        <div className="flex max-h-48 flex-wrap gap-1.5 overflow-y-auto">
          {channel.served.slice(0, MOST_SHOWN).map(({ name, upstream }) => (
            <Badge key={name}>{name === upstream ? name : `${name} → ${upstream}`}</Badge>
          ))}
        </div>
      </section>
    </div>
  );
}
