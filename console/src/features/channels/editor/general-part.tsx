import { providerTypeRoutes } from '@contract/provider-types.ts';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { complaintAt } from '@/ui/complaint.ts';
import { Field } from '@/ui/field.tsx';
import { Input, Textarea } from '@/ui/input.tsx';
import { ListInput } from '@/ui/list-input.tsx';
import { NumberInput } from '@/ui/number-input.tsx';
import { SettingsInput } from '../settings-input.tsx';
import type { PartProps } from './part.ts';

export function GeneralPart({ channel, values, set, error }: PartProps) {
  const { t } = useTranslation('channels');
  const types = useRoute(providerTypeRoutes.list);
  const type = types.data?.items.find(({ id }) => id === channel.type);
  return (
    <div className="grid gap-4">
      <Field label={t('column.name')} error={complaintAt(error, 'name')}>
        <Input
          required
          maxLength={100}
          value={values.name}
          onChange={({ target }) => set({ name: target.value })}
        />
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field
          label={t('column.priority')}
          hint={t('form.priorityHint')}
          error={complaintAt(error, 'priority')}
        >
          <NumberInput
            required
            min={0}
            step={1}
            value={values.priority}
            onChange={(priority) => set({ priority })}
          />
        </Field>
        <Field label={t('column.weight')} hint={t('form.weightHint')} error={complaintAt(error, 'weight')}>
          <NumberInput
            required
            min={1}
            step={1}
            value={values.weight}
            onChange={(weight) => set({ weight })}
          />
        </Field>
      </div>
      <Field label={t('form.baseUrl')} hint={t('form.baseUrlHint')} error={complaintAt(error, 'baseUrl')}>
        <Input
          type="url"
          placeholder={type?.baseUrl}
          value={values.baseUrl ?? ''}
          onChange={({ target }) => set({ baseUrl: target.value.trim() === '' ? null : target.value.trim() })}
        />
      </Field>
      <SettingsInput
        schema={type?.settings ?? null}
        value={values.settings}
        set={channel.secretSettings}
        error={error}
        onChange={(settings) => set({ settings })}
      />
      <ListInput
        label={t('form.tags')}
        hint={t('form.tagsHint')}
        error={complaintAt(error, 'tags')}
        value={values.tags}
        onChange={(tags) => set({ tags: tags ?? [] })}
      />
      <Field label={t('form.note')} error={complaintAt(error, 'note')}>
        <Textarea value={values.note} onChange={({ target }) => set({ note: target.value })} />
      </Field>
    </div>
  );
}
