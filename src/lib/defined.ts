type Certain<Members> = {
  [Name in keyof Members as undefined extends Members[Name] ? never : Name]: Members[Name];
};
type Possible<Members> = {
  [Name in keyof Members as undefined extends Members[Name] ? Name : never]?: Exclude<
    Members[Name],
    undefined
  >;
};
type Defined<Members> = Certain<Members> & Possible<Members>;

/** Without the members that are undefined: where a change or a filter is meant, "not given" and "undefined" are the same. */
export const defined = <Members extends object>(members: Members): Defined<Members> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<Members>;
