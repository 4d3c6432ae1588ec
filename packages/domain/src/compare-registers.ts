export type RegisterLine = { externalId: string; amount: number }

/** What two registers of the same day disagree about. Amounts are in the smallest unit of their currency. */
export type RegisterDifference =
  | { kind: 'missing-here'; externalId: string; amount: number }
  | { kind: 'missing-there'; externalId: string; amount: number }
  | { kind: 'other-amount'; externalId: string; here: number; there: number }

/** Both directions; a line is one object of the provider, named by its id. */
export function compareRegisters(here: readonly RegisterLine[], there: readonly RegisterLine[]): RegisterDifference[] {
  const ours = new Map(here.map((line) => [line.externalId, line.amount]))
  const theirs = new Map(there.map((line) => [line.externalId, line.amount]))
  const fromTheirs = [...theirs].flatMap(([externalId, amount]): RegisterDifference[] => {
    const known = ours.get(externalId)
    if (known === undefined) return [{ kind: 'missing-here', externalId, amount }]
    return known === amount ? [] : [{ kind: 'other-amount', externalId, here: known, there: amount }]
  })
  const fromOurs = [...ours].flatMap(([externalId, amount]): RegisterDifference[] => (theirs.has(externalId) ? [] : [{ kind: 'missing-there', externalId, amount }]))
  return [...fromTheirs, ...fromOurs]
}
