import { Plus } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ScopeMatrix } from '@/features/roles/scope-matrix.tsx';
import { Button } from '@/ui/button.tsx';
import { complaintAt, complaintAtRow } from '@/ui/complaint.ts';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/input.tsx';
import { ListInput } from '@/ui/list-input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { MappingPreview } from './mapping-preview.tsx';
import { ProfileCard } from './profile-card.tsx';
import { QuotasInput } from './quotas-input.tsx';
import { type Profile, type Rules, withoutEmpty } from './rules.ts';
import { ShapeField } from './shape-field.tsx';

interface RulesFormProps {
  readonly project: string;
  readonly rules: Rules;
  /** It may also be given permissions of the admin API. */
  readonly service: boolean;
  readonly disabled: boolean;
  readonly onChanged: (changed: boolean) => void;
  readonly onSave: (rules: Rules) => Promise<void>;
}

/** Members that have a field of their own, where what is wrong with them stands. */
const AT_FIELDS = ['allowedModels', 'allowedChannels', 'allowedIps', 'activeProfile', 'quotas', 'profiles'];

/** Whom a key lets in and to what, its quotas, and its profiles with a preview of what they make of model names. */
export function RulesForm({ project, rules: saved, service, disabled, onChanged, onSave }: RulesFormProps) {
  const { t } = useTranslation('keys');
  const [rules, setRules] = useState<Rules>(saved);
  const [state, setState] = useState<{ busy: boolean; error?: unknown }>({ busy: false });
  const set = (change: Partial<Rules>): void => setRules(withoutEmpty({ ...rules, ...change }));
  const changed = JSON.stringify(rules) !== JSON.stringify(saved);
  useEffect(() => onChanged(changed), [changed, onChanged]);
  const profiles = rules.profiles ?? [];
  const setProfile = (index: number, profile: Profile): void =>
    set({ profiles: profiles.map((each, at) => (at === index ? profile : each)) });
  const complaint = (member: string) => complaintAt(state.error, `rules.${member}`);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setState({ busy: true });
    try {
      await onSave(rules);
      setState({ busy: false });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <form onSubmit={(event) => void save(event)}>
      <fieldset disabled={disabled} className="grid gap-5">
        <legend className="mb-3 font-medium">{t('rules')}</legend>
        <ListInput
          label={t('allowedModels')}
          hint={t('modelsHint')}
          error={complaint('allowedModels')}
          value={rules.allowedModels}
          onChange={(allowedModels) => set({ allowedModels })}
        />
        <ListInput
          label={t('allowedChannels')}
          error={complaint('allowedChannels')}
          value={rules.allowedChannels}
          onChange={(allowedChannels) => set({ allowedChannels })}
        />
        <ListInput
          label={t('allowedIps')}
          hint={t('ipsHint')}
          error={complaint('allowedIps')}
          value={rules.allowedIps}
          onChange={(allowedIps) => set({ allowedIps })}
        />
        <ShapeField value={rules.imageShape} onChange={(imageShape) => set({ imageShape })} />
        {service && (
          <section className="grid gap-2">
            <h4 className="text-sm font-medium">{t('scopes')}</h4>
            <ScopeMatrix
              level="project"
              scopes={rules.scopes ?? []}
              onChange={(scopes) => set({ scopes: scopes as Rules['scopes'] })}
            />
          </section>
        )}
        <QuotasInput
          error={complaintAtRow(state.error, 'rules.quotas')}
          value={rules.quotas ?? []}
          onChange={(quotas) => set({ quotas })}
        />
        <div className="flex items-end justify-between gap-3">
          <Field label={t('profile.active')} error={complaint('activeProfile')} className="flex-1">
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
            error={state.error}
            at={`rules.profiles[${index}]`}
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
        {state.error !== undefined && !AT_FIELDS.some(complaint) && <FailureNote error={state.error} />}
        <Button
          type="submit"
          kind="primary"
          className="justify-self-end"
          disabled={!changed}
          busy={state.busy}
        >
          {t('common:action.save')}
        </Button>
      </fieldset>
    </form>
  );
}
