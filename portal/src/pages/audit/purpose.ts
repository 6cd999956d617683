// The purpose of a read as the audit keeps it: what the caller wrote, or in exchange a value of the contract and what the caller wrote.
import { PurposeSchema } from '$/gen/lianfang/exchange/v1/agreement_pb';
import { enumWords } from '$/words/enums';
import { colon } from '$/words/words';

// purposeText: `PURPOSE_INSPECTION: 专项检查` is 联合检查：专项检查; empty where no purpose was needed, as for one's own records.
export function purposeText(kept: string): string {
  const found = /^(PURPOSE_[A-Z_]+)(?:: ([^]*))?$/.exec(kept);
  const value = PurposeSchema.values.find((one) => one.name === found?.[1]);
  if (value === undefined) return kept;
  return [enumWords(PurposeSchema, value.number), found?.[2] ?? ''].filter((part) => part !== '').join(colon());
}
