// Who attended a training, out of a spreadsheet: a row for each person below a row of headings. What is wrong stands at its row.
import { create } from '@bufbuild/protobuf';
import type { Activity } from '$/gen/lianfang/coordination/v1/activity_service_pb';
import { IdDocument, type TrainingRecord, TrainingRecordSchema, TrainingResult } from '$/gen/lianfang/exchange/v1/record_pb';
import { spelling } from '$/pages/file/import/spelling';
import type { Row } from '$/pages/file/import/table';
import { w } from './words';

type Field = 'name' | 'number' | 'document' | 'employer' | 'code' | 'position' | 'result' | 'hours' | 'certificate';

const headings: Record<Field, string[]> = {
  name: ['姓名', 'name'],
  number: ['证件号码', '身份证号', '身份证号码', 'id_number'],
  document: ['证件类型', 'id_document'],
  employer: ['用人单位', '单位名称', 'employer'],
  code: ['统一社会信用代码', 'credit_code'],
  position: ['重点岗位', 'key_position'],
  result: ['结果', '考核结果', 'result'],
  hours: ['学时', 'hours'],
  certificate: ['证书编号', 'certificate'],
};
const needed: Field[] = ['name', 'number', 'result'];

const results: Record<string, TrainingResult> = { 合格: TrainingResult.PASSED, passed: TrainingResult.PASSED, 不合格: TrainingResult.FAILED, failed: TrainingResult.FAILED };
const documents: Record<string, IdDocument> = {
  '': IdDocument.RESIDENT_CARD,
  居民身份证: IdDocument.RESIDENT_CARD,
  身份证: IdDocument.RESIDENT_CARD,
  'resident-card': IdDocument.RESIDENT_CARD,
  护照: IdDocument.PASSPORT,
  passport: IdDocument.PASSPORT,
  港澳台居民证件: IdDocument.COMPATRIOT_PERMIT,
  'compatriot-permit': IdDocument.COMPATRIOT_PERMIT,
  其他证件: IdDocument.OTHER,
  other: IdDocument.OTHER,
};

export interface RowFault {
  row: number;
  text: string;
}

export interface AttendanceList {
  attendees: TrainingRecord[];
  // The row of each attendee, as the spreadsheet counts them.
  rows: number[];
  faults: RowFault[];
}

const fieldOf = (heading: string): Field | undefined =>
  (Object.keys(headings) as Field[]).find((field) => headings[field].some((word) => spelling(word) === spelling(heading)));

export function readAttendees(rows: Row[], activity: Activity): AttendanceList {
  const list: AttendanceList = { attendees: [], rows: [], faults: [] };
  const at = rows.findIndex((row) => needed.every((field) => row.cells.some((cell) => fieldOf(cell) === field)));
  if (at < 0) return { ...list, faults: [{ row: 0, text: w('noHeading') }] };
  const columns = rows[at]!.cells.map(fieldOf);
  for (const row of rows.slice(at + 1)) {
    const cell = (field: Field) => (row.cells[columns.indexOf(field)] ?? '').trim();
    for (const text of faultsOf(cell)) list.faults.push({ row: row.number, text });
    list.attendees.push(attendee(cell, activity));
    list.rows.push(row.number);
  }
  return list;
}

function faultsOf(cell: (field: Field) => string): string[] {
  const faults = needed.filter((field) => cell(field) === '').map((field) => w('absent', { field: headings[field][0]! }));
  if (cell('result') !== '' && results[spelling(cell('result'))] === undefined) faults.push(w('result'));
  if (documents[spelling(cell('document'))] === undefined) faults.push(w('document'));
  if (!/^(\d{1,4}|10000)?$/.test(cell('hours'))) faults.push(w('hours'));
  return faults;
}

// attendee: course and day are the activity's.
function attendee(cell: (field: Field) => string, activity: Activity): TrainingRecord {
  const day = activity.endDate ?? activity.startDate;
  const employer = cell('employer') === '' && cell('code') === '' ? {} : { employer: { displayName: cell('employer'), creditCode: cell('code') } };
  return create(TrainingRecordSchema, {
    person: { displayName: cell('name'), idNumber: cell('number'), idDocument: documents[spelling(cell('document'))] ?? IdDocument.UNSPECIFIED },
    ...employer,
    keyPosition: cell('position'),
    course: activity.title,
    ...(day === undefined ? {} : { trainingDate: day }),
    result: results[spelling(cell('result'))] ?? TrainingResult.UNSPECIFIED,
    hours: Number(cell('hours') || 0),
    certificate: cell('certificate'),
  });
}
