import { useTranslation } from 'react-i18next';
import { type CallableModel, draws } from '@/api/callable-models.ts';
import { ModelChoice } from '@/features/studio/model-choice.tsx';
import { Field } from '@/ui/field.tsx';
import { Select, Textarea } from '@/ui/input.tsx';
import { NumberInput } from '@/ui/number-input.tsx';
import { Tick } from '@/ui/tick.tsx';
import { type ChatSettings, EFFORTS } from './settings.ts';
import { ToolsInput } from './tools-input.tsx';

export function SettingsForm({
  models,
  settings,
  onChange,
}: {
  readonly models: readonly CallableModel[];
  readonly settings: ChatSettings;
  readonly onChange: (settings: ChatSettings) => void;
}) {
  const { t } = useTranslation('chat');
  const set = (change: Partial<ChatSettings>): void => onChange({ ...settings, ...change });
  const chosen = models.filter(({ id }) => settings.models.includes(id));
  return (
    <div className="grid content-start gap-5">
      <ModelChoice
        models={models.map(({ id, owned_by }) => ({ id, provider: owned_by }))}
        chosen={settings.models}
        onChange={(next) => set({ models: next })}
      />
      <Field label={t('system')}>
        <Textarea
          placeholder={t('systemHint')}
          value={settings.system}
          onChange={({ target }) => set({ system: target.value })}
        />
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('effort')} className="col-span-2">
          <Select
            value={settings.effort}
            onChange={({ target }) => set({ effort: target.value as ChatSettings['effort'] })}
          >
            {EFFORTS.map((each) => (
              <option key={each} value={each}>
                {each === '' ? t('open') : t(`efforts.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('temperature')}>
          <NumberInput
            min={0}
            max={2}
            placeholder={t('open')}
            value={settings.temperature}
            onChange={(temperature) => set({ temperature })}
          />
        </Field>
        <Field label={t('maxTokens')}>
          <NumberInput
            min={1}
            step={1}
            placeholder={t('open')}
            value={settings.maxTokens}
            onChange={(maxTokens) => set({ maxTokens })}
          />
        </Field>
      </div>
      {chosen.some(draws) && (
        <Tick checked={settings.draws} onChange={(on) => set({ draws: on })} hint={t('drawsHint')}>
          {t('draws')}
        </Tick>
      )}
      <ToolsInput tools={settings.tools} onChange={(tools) => set({ tools })} />
    </div>
  );
}
