// Records of persons and accidents, read by right: one's own as they are, others' by an agreement that names the purpose. Every read leaves a trace
// at the record's owner.
import { Code, ConnectError } from '@connectrpc/connect';
import { allPages, client } from '$/api/transport';
import { type Agreement, AgreementState, Purpose } from '$/gen/lianfang/exchange/v1/agreement_pb';
import { ExchangeService } from '$/gen/lianfang/exchange/v1/exchange_service_pb';
import { type Record as ExchangeRecord, RecordKind } from '$/gen/lianfang/exchange/v1/record_pb';

export interface RecordName {
  // `records/{kind}/{record}/versions/{version}`.
  name: string;
  kind: RecordKind;
  // Of an accident: which of its casualties, from 1; 0: none in particular.
  casualty: number;
}

const kinds: { [word: string]: RecordKind } = {
  person: RecordKind.PERSON,
  accident: RecordKind.ACCIDENT,
  disease: RecordKind.DISEASE,
  injury: RecordKind.INJURY,
  training: RecordKind.TRAINING,
  employer: RecordKind.EMPLOYER,
};

// parseRecord takes `records/accident/1f/versions/2#1` apart; undefined for a name that is no record's.
export function parseRecord(text: string): RecordName | undefined {
  const found = /^(records\/(\w+)\/[^/#]+(?:\/versions\/\d+)?)(?:#(\d+))?$/.exec(text);
  const kind = kinds[found?.[2] ?? ''];
  return found === null || kind === undefined ? undefined : { name: found[1]!, kind, casualty: Number(found[3] ?? 0) };
}

// The agreements by which a department reads for reconciliation; at most some dozens in a plan.
export async function readingAgreements(plan: string, department: string): Promise<Agreement[]> {
  const all = await allPages(async (pageToken) => {
    const answer = await client(ExchangeService).listAgreements({ plan, department, state: AgreementState.IN_FORCE, pageSize: 100, pageToken });
    return { items: answer.agreements, nextPageToken: answer.nextPageToken };
  });
  return all.filter((one) => {
    const terms = termsOf(one);
    return terms !== undefined && terms.reader?.department === department && terms.purposes.includes(Purpose.RECONCILIATION);
  });
}

export const termsOf = (agreement: Agreement) => agreement.editions.find((edition) => edition.edition === agreement.editionInForce)?.terms;

const isRefusal = (thrown: unknown) => [Code.NotFound, Code.PermissionDenied, Code.FailedPrecondition].includes(ConnectError.from(thrown).code);

// readRecord: as an own record first, then by each agreement for its kind; undefined where none of them gives it.
export async function readRecord(wanted: RecordName, agreements: Agreement[]): Promise<ExchangeRecord | undefined> {
  const ways = [
    {},
    ...agreements.filter((one) => termsOf(one)?.kind === wanted.kind).map((one) => ({ agreement: one.name, purpose: Purpose.RECONCILIATION })),
  ];
  for (const way of ways) {
    try {
      return await client(ExchangeService).getRecord({ name: wanted.name, ...way });
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
    }
  }
  return undefined;
}
