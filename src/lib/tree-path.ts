/** Steps of a path as `reasoning.effort` or `tools[0].type`. @throws TypeError when it is none */
export function pathSteps(path: string): readonly (string | number)[] {
  const steps = [...path.matchAll(/(?:^|\.)([^.[\]]+)|\[(\d{1,4})\]/g)];
  if (path === '' || steps.map(([whole]) => whole).join('') !== path)
    throw new TypeError(`${path} is no path`);
  return steps.map(([, name, index]) => name ?? Number(index));
}
