// Names of divisions that no plan names. Asking for one loads their table; what shows it is shown anew when it is there.
import type { Pair } from '$/words/words';

let table = $state.raw<ReadonlyMap<string, Pair> | undefined>();
let asked = false;

export function divisionName(code: string): Pair | undefined {
  if (!asked) {
    asked = true;
    // Where it cannot be had, the code stays.
    void loadDivisions().catch(() => undefined);
  }
  return table?.get(code);
}

export async function loadDivisions(): Promise<void> {
  table = (await import('./division_table')).divisions;
}
