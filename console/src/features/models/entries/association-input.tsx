import { useTranslation } from 'react-i18next';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { ListInput } from '@/ui/list-input.tsx';
import { NumberInput } from '@/ui/number-input.tsx';
import { Tick } from '@/ui/tick.tsx';
import { type Association, type Condition, without } from './entry.ts';

const OPERATIONS = ['chat', 'image', 'task'] as const;
const CHOICES = ['draws', 'seesPictures', 'stream'] as const;

/** One way an entry leads: to which channels, to which of their models, and when. */
export function AssociationInput({
  value,
  onChange,
}: {
  readonly value: Association;
  readonly onChange: (value: Association) => void;
}) {
  const { t } = useTranslation('models');
  const set = (change: Partial<Association>): void => onChange(without({ ...value, ...change }));
  return (
    <div className="grid gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <ListInput
          label={t('association.channels')}
          hint={t('association.channelsHint')}
          value={value.channels}
          onChange={(channels) => set({ channels })}
        />
        <ListInput
          label={t('association.tags')}
          hint={t('association.tagsHint')}
          value={value.tags}
          onChange={(tags) => set({ tags })}
        />
        <Field label={t('association.model')} hint={t('association.modelHint')}>
          <Input
            value={value.model ?? ''}
            onChange={({ target }) => set({ model: target.value || undefined })}
          />
        </Field>
        <Field label={t('association.priority')} hint={t('association.priorityHint')}>
          <NumberInput
            required
            min={0}
            step={1}
            value={value.priority ?? 1}
            onChange={(priority) => set({ priority })}
          />
        </Field>
      </div>
      <details open={value.when !== undefined}>
        <summary className="cursor-pointer text-xs text-muted-foreground">{t('association.when')}</summary>
        <ConditionInput value={value.when ?? {}} onChange={(when) => set({ when })} />
      </details>
    </div>
  );
}

function ConditionInput({
  value,
  onChange,
}: {
  readonly value: Condition;
  readonly onChange: (value: Condition | undefined) => void;
}) {
  const { t } = useTranslation('models');
  const { operations = [] } = value;
  const set = (change: Condition): void => {
    const next = without({ ...value, ...change });
    onChange(Object.keys(next).length > 0 ? next : undefined);
  };
  return (
    <div className="mt-3 grid gap-3 sm:grid-cols-3">
      <fieldset className="flex flex-wrap gap-4 sm:col-span-3">
        <legend className="mb-1.5 text-sm font-medium">{t('condition.operations')}</legend>
        {OPERATIONS.map((each) => (
          <Tick
            key={each}
            checked={operations.includes(each)}
            onChange={(on) =>
              set({ operations: on ? [...operations, each] : operations.filter((other) => other !== each) })
            }
          >
            {t(`condition.operation.${each}`)}
          </Tick>
        ))}
      </fieldset>
      {CHOICES.map((name) => (
        <Field key={name} label={t(`condition.${name}`)}>
          <Select
            value={value[name] === undefined ? '' : String(value[name])}
            onChange={({ target }) =>
              set({ [name]: target.value === '' ? undefined : target.value === 'true' })
            }
          >
            <option value="">{t('condition.either')}</option>
            <option value="true">{t('condition.yes')}</option>
            <option value="false">{t('condition.no')}</option>
          </Select>
        </Field>
      ))}
      <Field label={t('condition.moreTokensThan')}>
        <NumberInput
          min={0}
          step={1}
          value={value.moreTokensThan}
          onChange={(moreTokensThan) => set({ moreTokensThan })}
        />
      </Field>
      <Field label={t('condition.atMostTokens')}>
        <NumberInput
          min={0}
          step={1}
          value={value.atMostTokens}
          onChange={(atMostTokens) => set({ atMostTokens })}
        />
      </Field>
      <ListInput
        label={t('condition.projects')}
        value={value.projects}
        onChange={(projects) => set({ projects })}
      />
    </div>
  );
}
