import type { keyRules } from '@contract/keys.ts';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Button } from '@/ui/button.tsx';
import { Card } from '@/ui/card.tsx';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { ListInput } from './list-input.tsx';
import { MappingPreview } from './mapping-preview.tsx';
import { MappingsInput } from './mappings-input.tsx';
import { QuotasInput } from './quotas-input.tsx';

export type Rules = z.input<typeof keyRules>;
type Profile = NonNullable<Rules['profiles']>[number];

const SHAPES = ['content', 'images', 'both', 'markdown'] as const;

interface RulesFormProps {
  readonly project: string;
  readonly rules: Rules;
  readonly disabled: boolean;
  readonly onSave: (rules: Rules) => Promise<void>;
}

/** Whom a key lets in and to what, its quotas, and its profiles with a preview of what they make of model names. */
export function RulesForm({ project, rules: saved, disabled, onSave }: RulesFormProps) {
  const { t } = useTranslation('keys');
  const [rules, setRules] = useState<Rules>(saved);
  const [state, setState] = useState<{ busy: boolean; error?: unknown }>({ busy: false });
  const set = (change: Partial<Rules>): void => setRules(withoutEmpty({ ...rules, ...change }));
  const profiles = rules.profiles ?? [];
  const setProfile = (index: number, profile: Profile): void =>
    set({ profiles: profiles.map((each, at) => (at === index ? profile : each)) });
  const save = async (): Promise<void> => {
    setState({ busy: true });
    try {
      await onSave(rules);
      setState({ busy: false });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <fieldset disabled={disabled} className="grid gap-5">
      <legend className="mb-3 font-medium">{t('rules')}</legend>
      <ListInput
        label={t('allowedModels')}
        hint={t('modelsHint')}
        value={rules.allowedModels}
        onChange={(allowedModels) => set({ allowedModels })}
      />
      <ListInput
        label={t('allowedChannels')}
        value={rules.allowedChannels}
        onChange={(allowedChannels) => set({ allowedChannels })}
      />
      <ListInput
        label={t('allowedIps')}
        hint={t('ipsHint')}
        value={rules.allowedIps}
        onChange={(allowedIps) => set({ allowedIps })}
      />
      <ShapeField value={rules.imageShape} onChange={(imageShape) => set({ imageShape })} />
      <QuotasInput value={rules.quotas ?? []} onChange={(quotas) => set({ quotas })} />
      <div className="flex items-end justify-between gap-3">
        <Field label={t('profile.active')} className="flex-1">
          <Select
            value={rules.activeProfile ?? ''}
            onChange={({ target }) => set({ activeProfile: target.value || undefined })}
          >
            <option value="">{t('profile.none')}</option>
            {profiles.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Button
          onClick={() =>
            set({ profiles: [...profiles, { name: t('profile.new', { number: profiles.length + 1 }) }] })
          }
        >
          <Plus aria-hidden />
          {t('profile.add')}
        </Button>
      </div>
      {profiles.map((profile, index) => (
        <ProfileCard
          // biome-ignore lint/suspicious/noArrayIndexKey: names are being edited, places are not
          key={index}
          profile={profile}
          onChange={(next) => {
            setProfile(index, next);
            if (rules.activeProfile === profile.name) {
              setRules((all) => ({ ...all, activeProfile: next.name }));
            }
          }}
          onRemove={() =>
            set({
              profiles: profiles.filter((_, at) => at !== index),
              activeProfile: rules.activeProfile === profile.name ? undefined : rules.activeProfile,
            })
          }
        />
      ))}
      <MappingPreview project={project} rules={rules} />
      {state.error !== undefined && <FailureNote error={state.error} />}
      <Button kind="primary" className="justify-self-end" busy={state.busy} onClick={() => void save()}>
        {t('common:action.save')}
      </Button>
    </fieldset>
  );
}

function ShapeField({
  value,
  onChange,
}: {
  readonly value: Rules['imageShape'];
  readonly onChange: (shape: Rules['imageShape']) => void;
}) {
  const { t } = useTranslation('keys');
  return (
    <Field label={t('shape')} hint={t('shapeHint')}>
      <Select
        value={value ?? ''}
        onChange={({ target }) => onChange((target.value || undefined) as Rules['imageShape'])}
      >
        <option value="">{t('shapeAuto')}</option>
        {SHAPES.map((shape) => (
          <option key={shape} value={shape}>
            {shape}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function ProfileCard({
  profile,
  onChange,
  onRemove,
}: {
  readonly profile: Profile;
  readonly onChange: (profile: Profile) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation('keys');
  const set = (change: Partial<Profile>): void => onChange(withoutEmpty({ ...profile, ...change }));
  return (
    <Card className="grid gap-4">
      <div className="flex items-end gap-2">
        <Field label={t('profile.name')} className="flex-1">
          <Input
            value={profile.name}
            maxLength={100}
            onChange={({ target }) => set({ name: target.value })}
          />
        </Field>
        <Button
          kind="danger"
          size="icon"
          aria-label={t('profile.remove', { name: profile.name })}
          onClick={onRemove}
        >
          <Trash2 aria-hidden />
        </Button>
      </div>
      <MappingsInput value={profile.mappings ?? []} onChange={(mappings) => set({ mappings })} />
      <ListInput
        label={t('allowedModels')}
        hint={t('modelsHint')}
        value={profile.allowedModels}
        onChange={(allowedModels) => set({ allowedModels })}
      />
      <QuotasInput value={profile.quotas ?? []} onChange={(quotas) => set({ quotas })} />
      <ShapeField value={profile.imageShape} onChange={(imageShape) => set({ imageShape })} />
    </Card>
  );
}

/** Lists without entries and members without a value limit nothing: they are left out. */
function withoutEmpty<T extends object>(given: T): T {
  const kept = Object.entries(given).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept) as T;
}
