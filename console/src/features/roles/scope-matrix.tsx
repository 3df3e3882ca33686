import { ALL_SCOPES, SCOPES, type Scope } from '@contract/scopes.ts';
import { Check, Minus } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayEverywhere } from '@/app/session.ts';
import { useFocusOnFault } from '@/ui/use-focus-on-fault.ts';

const VERBS = ['read', 'write'] as const;

interface ScopeMatrixProps {
  readonly level: 'system' | 'project';
  readonly scopes: readonly string[];
  /** Absent: it is only looked at. */
  readonly onChange?: (scopes: readonly string[]) => void;
  readonly error?: string | undefined;
}

/** What a role allows: one row a noun. Permissions that one does not have oneself cannot be given. */
export function ScopeMatrix({ level, scopes, onChange, error }: ScopeMatrixProps) {
  const { t } = useTranslation('roles');
  const id = useId();
  useFocusOnFault(id, error);
  const offered = ALL_SCOPES.filter((scope) => level === 'system' || SCOPES[scope] === 'project');
  const nouns = [...new Set(offered.map((scope) => scope.split(':')[0] as string))];
  return (
    <div id={id} className="grid gap-2">
      <div className="overflow-x-auto rounded-md border">
        <table className="w-full text-sm" aria-label={t('permissions')}>
          <thead className="border-b bg-muted/50 text-left text-xs text-muted-foreground">
            <tr>
              <th scope="col" className="px-3 py-2 font-medium">
                {t('permission')}
              </th>
              {VERBS.map((verb) => (
                <th key={verb} scope="col" className="w-24 px-3 py-2 text-center font-medium">
                  {t(`verbs.${verb}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y">
            {nouns.map((noun) => (
              <tr key={noun}>
                <th scope="row" className="px-3 py-2 text-left font-normal">
                  {t(`nouns.${noun}`)}
                </th>
                {VERBS.map((verb) => (
                  <td key={verb} className="px-3 py-2 text-center">
                    <Permission
                      scope={`${noun}:${verb}` as Scope}
                      isOffered={offered.includes(`${noun}:${verb}` as Scope)}
                      scopes={scopes}
                      onChange={onChange}
                      told={error === undefined ? undefined : `${id}-told`}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {error !== undefined && (
        <p id={`${id}-told`} className="text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

function Permission({
  scope,
  isOffered,
  scopes,
  onChange,
  told,
}: Pick<ScopeMatrixProps, 'scopes' | 'onChange'> & {
  readonly scope: Scope;
  readonly isOffered: boolean;
  /** Id of what is wrong with the choice; undefined: nothing is. */
  readonly told: string | undefined;
}) {
  const { t } = useTranslation('roles');
  const mayEverywhere = useMayEverywhere();
  if (!isOffered) return null;
  const given = scopes.includes(scope);
  const [noun, verb] = scope.split(':');
  const name = `${t(`nouns.${noun}`)}: ${t(`verbs.${verb}`)}`;
  if (!onChange) {
    const Icon = given ? Check : Minus;
    return (
      <span role="img" aria-label={t(given ? 'allowed' : 'notAllowed', { name })}>
        <Icon className={given ? 'mx-auto size-4 text-success' : 'mx-auto size-4 text-border'} />
      </span>
    );
  }
  const own = mayEverywhere(scope);
  return (
    <input
      type="checkbox"
      className="size-4 cursor-pointer accent-primary disabled:cursor-not-allowed"
      aria-label={name}
      {...(told !== undefined && { 'aria-invalid': true, 'aria-describedby': told })}
      title={own ? undefined : t('notHeld')}
      disabled={!own}
      checked={given}
      onChange={({ target }) =>
        onChange(target.checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))
      }
    />
  );
}
