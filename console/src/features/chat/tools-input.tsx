import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input, Textarea } from '@/ui/input.tsx';
import { isJson, type ToolDefinition, WEATHER } from './settings.ts';

/** Functions the models may ask to have called. Nothing is called here: whoever is chatting says what they come to. */
export function ToolsInput({
  tools,
  onChange,
}: {
  readonly tools: readonly ToolDefinition[];
  readonly onChange: (tools: ToolDefinition[]) => void;
}) {
  const { t } = useTranslation('chat');
  return (
    <section className="grid gap-2">
      <h2 className="text-sm font-medium">{t('tools.title')}</h2>
      <p className="text-xs text-muted-foreground">{t('tools.hint')}</p>
      {tools.map((tool, index) => {
        const set = (change: Partial<ToolDefinition>): void =>
          onChange(tools.map((each, at) => (at === index ? { ...each, ...change } : each)));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: names are being edited, places are not
          <div key={index} className="grid gap-3 rounded-md border p-3">
            <div className="flex items-end gap-2">
              <Field label={t('tools.name')} className="min-w-0 flex-1">
                <Input
                  className="font-mono text-xs"
                  value={tool.name}
                  onChange={({ target }) => set({ name: target.value })}
                />
              </Field>
              <Button
                kind="ghost"
                size="icon"
                aria-label={t('tools.remove', { name: tool.name })}
                onClick={() => onChange(tools.filter((_, at) => at !== index))}
              >
                <Trash2 aria-hidden />
              </Button>
            </div>
            <Field label={t('tools.description')}>
              <Input value={tool.description} onChange={({ target }) => set({ description: target.value })} />
            </Field>
            <Field
              label={t('tools.parameters')}
              error={isJson(tool.parameters) ? undefined : t('tools.noJson')}
            >
              <Textarea
                rows={6}
                spellCheck={false}
                className="font-mono text-xs"
                value={tool.parameters}
                onChange={({ target }) => set({ parameters: target.value })}
              />
            </Field>
          </div>
        );
      })}
      <Button
        size="small"
        className="justify-self-start"
        onClick={() => onChange([...tools, { ...WEATHER, ...(tools.length > 0 && { name: '' }) }])}
      >
        <Plus aria-hidden />
        {t('tools.add')}
      </Button>
    </section>
  );
}
