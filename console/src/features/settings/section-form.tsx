import { type SectionId, type ShownSettings, sectionRoutes } from '@contract/settings.ts';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useChange } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { Card } from '@/ui/card.tsx';
import { useFormat } from '@/ui/format.ts';
import { FailureNote } from '@/ui/states.tsx';
import { type Member, membersOf } from './member.ts';
import { MemberRow } from './member-row.tsx';
import { RedirectAddress } from './redirect-address.tsx';

type Draft = Readonly<Record<string, unknown>>;

interface SectionFormProps {
  readonly id: SectionId;
  /** Where its title stands among the words of sections. */
  readonly words: string;
  /** Some of its members; absent: all. */
  readonly only?: readonly string[] | undefined;
  readonly shown: ShownSettings;
  readonly disabled: boolean;
  readonly note?: string | undefined;
}

/** One section of the settings, made from its schema. What was changed is sent, and nothing else. */
export function SectionForm({ id, words, only, shown, disabled, note }: SectionFormProps) {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const [draft, setDraft] = useState<Draft>({});
  const members = membersOf(id).filter(({ name }) => only?.includes(name) ?? true);
  const save = useChange(sectionRoutes[id].update, ['session']);
  const isChanged = Object.keys(draft).length > 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(
      { params: {}, body: { version: shown.version, value: draft } },
      {
        onSuccess: () => {
          setDraft({});
          toast.success(t('saved'));
        },
      },
    );
  };
  const change = (name: string, value: unknown): void => {
    const { [name]: _, ...rest } = draft;
    const isAsBefore = JSON.stringify(value) === JSON.stringify(shown.value[name]);
    setDraft(isAsBefore ? rest : { ...rest, [name]: value });
  };
  const fault = faultOf(save.error, members);
  return (
    <Card className="grid grid-cols-1 gap-6 p-0">
      <header className="grid gap-1 px-5 pt-5">
        <h2 className="text-lg font-semibold">{t(`sections.${words}.title`, { defaultValue: id })}</h2>
        <p className="text-sm text-muted-foreground">
          {t(`sections.${words}.description`, { defaultValue: '' })}
        </p>
        {note !== undefined && <p className="text-sm text-warning">{note}</p>}
      </header>
      <form onSubmit={submit} className="grid grid-cols-1">
        <fieldset disabled={disabled} className="grid grid-cols-1 divide-y border-y">
          {members.map((member) => (
            <MemberRow
              key={`${member.name} ${shown.version}`}
              section={id}
              member={member}
              value={member.name in draft ? draft[member.name] : shown.value[member.name]}
              isSet={shown.value[`${member.name}Set`] === true}
              isChanged={member.name in draft}
              error={fault?.name === member.name ? fault.message : undefined}
              onChange={(value) => change(member.name, value)}
            />
          ))}
        </fieldset>
        {id === 'oidc' && <RedirectAddress />}
        <div className="grid grid-cols-1 gap-4 p-5">
          {save.error && !fault && <FailureNote error={save.error} />}
          <div className="flex flex-wrap items-center justify-end gap-2">
            <span className="mr-auto text-xs text-muted-foreground">
              {shown.updatedAt === null
                ? t('neverChanged')
                : t('changed', { time: format.time(shown.updatedAt) })}
            </span>
            {!disabled && (
              <>
                {isChanged && (
                  <Button
                    onClick={() => {
                      setDraft({});
                      save.reset();
                    }}
                  >
                    {t('discard')}
                  </Button>
                )}
                <Button type="submit" kind="primary" disabled={!isChanged} busy={save.isPending}>
                  {t('common:action.save')}
                </Button>
              </>
            )}
          </div>
        </div>
      </form>
    </Card>
  );
}

/** The member that a refusal is about: `value.scopes[1]` is `scopes`. */
function faultOf(
  error: ReturnType<typeof useChange>['error'],
  members: readonly Member[],
): { readonly name: string; readonly message: string } | undefined {
  const field = error?.field;
  if (!error || !field?.startsWith('value.')) return undefined;
  const name = members.find((member) => field.slice(6).split(/[.[]/)[0] === member.name)?.name;
  const said = error.message.startsWith(`${field}: `) ? error.message.slice(field.length + 2) : error.message;
  return name === undefined ? undefined : { name, message: said };
}
